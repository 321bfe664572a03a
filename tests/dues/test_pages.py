"""Pages: a member enters his base and pays on his phone; collectors meet sums and states, never a base."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories.dues import STAFF, a_use, an_order, assessed, month_ids, notice_of, paid, registered
from zhibu.dues import services
from zhibu.dues.api import things_to_do
from zhibu.dues.models import Assessment, Obligation, Order, Receipt
from zhibu.dues.queries.branch import branch_sheet
from zhibu.dues.rules.envelope import close_envelope, public_key
from zhibu.kernel.clock import local_date, now
from zhibu.members.models import Person
from zhibu.portal import queries as portal

BASE_FORM = {"kind": "wage_earner", "counted": "10000", "deducted": "2360", "from_month": "1"}


def month():
    return local_date(now()).month


def enter_base(browser, **other):
    return browser.post(reverse("dues:base"), BASE_FORM | other)


def test_a_member_enters_his_base_and_pays(world, as_user):
    bob = as_user("bob")
    assert enter_base(bob).status_code == 302
    page = bob.get(reverse("dues:index")).content.decode()
    assert "¥7,640.00 × 1.5% = ¥114.6000" in page
    chosen = month_ids(world, month())
    answer = bob.post(reverse("dues:pay"), {"month": chosen, "gateway": "trial", "key": str(uuid4())})
    number = Order.objects.get().number
    assert answer["Location"] == reverse("dues:order", args=[number])
    bob.post(reverse("dues:trial", args=[number]))
    assert "收据号" in bob.get(answer["Location"]).content.decode()


def test_the_viewing_code_stays_with_the_browser(world, as_user):
    bob = as_user("bob")
    answer = enter_base(bob)
    cookie = answer.cookies[f"zhibu_dues_{world.person('bob').pk}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/dues/")
    other = as_user("bob")
    closed = other.get(reverse("dues:index")).content.decode()
    assert "没有打开基数的查看码" in closed
    assert "7,640" not in closed
    other.post(reverse("dues:code"), {"code": cookie.value})
    assert "¥7,640.00" in other.get(reverse("dues:index")).content.decode()


@pytest.mark.parametrize("wrong", [{"counted": "7640.005"}, {"counted": "-1"}, {"deducted": "20000"}, {"kind": "x"}])
def test_what_is_wrong_stays_in_the_form(world, as_user, wrong):
    answer = enter_base(as_user("bob"), **wrong)
    assert answer.status_code == 422
    assert (
        "10000" in answer.content.decode() or "7640.005" in answer.content.decode() or "-1" in answer.content.decode()
    )
    assert Assessment.objects.count() == 0


def collectors_pages(world):
    branch, bob = world.branch_a.pk, world.person("bob").pk
    return [
        reverse("dues:branches"), reverse("dues:branch", args=[branch]), reverse("dues:waiting"),
        reverse("dues:register", args=[branch, bob]), reverse("dues:fixed", args=[branch, bob]),
        reverse("dues:book", args=[branch]), reverse("dues:order", args=[Order.objects.get().number]),
        "/office/dues/obligation/", f"/office/dues/obligation/{Obligation.objects.first().pk}/change/",
        "/office/dues/order/", "/office/dues/receipt/", "/office/dues/entry/", f"/people/{bob}",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["alice", "stella"])
def test_no_page_of_a_collector_shows_a_base(world, as_user, name):
    enter_base(as_user("bob"))
    registered(world, month(), at=now())
    browser = as_user(name)
    for address in collectors_pages(world):
        answer = browser.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        assert not [secret for secret in ("7,640", "7640", "764000", "10,000.00", "sealed") if secret in text], address
    assert "第三档 1.5%" in browser.get(reverse("dues:branch", args=[world.branch_a.pk])).content.decode()


def test_the_sheet_of_a_branch_asks_as_often_for_three_as_for_one(world, as_user, django_assert_max_num_queries):
    assessed(world, at=now())
    browser, address = as_user("alice"), reverse("dues:branch", args=[world.branch_a.pk])
    browser.get(address)
    with django_assert_max_num_queries(9):
        browser.get(address)
    for name in ("alice", "stella"):
        assessed(world, name, at=now())
    with django_assert_max_num_queries(9):
        browser.get(address)


def test_the_members_page_asks_as_often_for_many_months_as_for_one(world, as_user, django_assert_max_num_queries):
    assessed(world, at=now())
    browser = as_user("bob")
    browser.get(reverse("dues:index"))
    with django_assert_max_num_queries(16):
        browser.get(reverse("dues:index"))
    paid(world, month(), at=now())
    with django_assert_max_num_queries(16):
        browser.get(reverse("dues:index"))


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def test_the_receipt_on_paper_has_number_period_and_capitals(world, as_user):
    assessed(world, at=now())
    paid(world, month(), at=now())
    receipt = Receipt.objects.get()
    text = text_of(as_user("bob").get(reverse("dues:receipt", args=[receipt.pk])).content)
    assert receipt.label in text
    assert "壹佰壹拾肆元陆角整" in text.replace(" ", "")
    assert "¥114.60" in text


def test_a_void_receipt_says_so(world, as_user):
    assessed(world, at=now())
    order = paid(world, month(), at=now())
    services.ask_refund(world.viewer("alice"), number=order.number, reason="交错月份", at=now())
    services.finish_refund(world.viewer("stella"), number=order.number, at=now())
    text = text_of(as_user("bob").get(reverse("dues:receipt", args=[Receipt.objects.get().pk])).content)
    assert "作废" in text


def test_the_branch_sheet_on_paper_has_sums_and_no_base(world, as_user):
    enter_base(as_user("bob"))
    text = text_of(as_user("alice").get(reverse("dues:sheet-pdf", args=[world.branch_a.pk])).content)
    assert "Bob" in text
    assert "¥114.60" in text
    assert "7,640" not in text


def test_the_sheet_up_the_tree_on_paper_has_its_sum_in_capitals(world, as_user):
    assessed(world, at=now())
    paid(world, month(), at=now())
    this = local_date(now()).replace(day=1)
    services.set_remittance_rule(
        world.viewer("stella"), organisation_kind="party_branch", basis_points=4000, in_force_from=this,
        document="通知", at=now(),
    )  # fmt: skip
    made = services.draw_remittance(
        world.viewer("alice"), organisation_id=world.branch_a.pk, first_month=this, last_month=this,
        at=now() + timedelta(days=40),
    )  # fmt: skip
    text = text_of(as_user("alice").get(reverse("dues:remittance-pdf", args=[made.pk])).content)
    assert all(part in text for part in ("¥114.60", "40%", "¥45.84", "肆拾伍元捌角肆分", "¥68.76"))


def test_a_notice_with_a_forged_signature_gets_401_and_a_good_one_success(world, client):
    assessed(world, at=now())
    order = an_order(world, month(), at=now())
    headers, body = notice_of(order, at=now())
    address = reverse("dues:callback", args=["trial"])
    names = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    wrong = client.post(address, body.replace(b"11460", b"1"), content_type="application/json", **names)
    assert wrong.status_code == 401
    for _time in range(2):
        good = client.post(address, body, content_type="application/json", **names)
        assert (good.status_code, good.json()) == (200, {"code": "SUCCESS"})
    assert Receipt.objects.count() == 1


def test_a_signature_that_is_no_ascii_is_forged_too(world, client):
    answer = client.post(reverse("dues:callback", args=["trial"]), b"{}", content_type="application/json",
                         HTTP_X_TRIAL_SIGNATURE="\xe9")  # fmt: skip
    assert answer.status_code == 401


def test_a_sum_that_no_column_holds_stays_in_the_form(world, as_user):
    form = {"amount": "30000000", "note": "x", "gateway": "trial", "key": str(uuid4())}
    answer = as_user("bob").post(reverse("dues:give"), form)
    assert (answer.status_code, "金额太大" in answer.content.decode(), Order.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("approved", ["", "1.234", "五元"])
def test_a_sum_that_is_not_readable_is_no_exemption(world, as_user, approved):
    assessed(world, at=now())
    made = services.ask_hardship(
        world.viewer("bob"), first_month=local_date(now()), last_month=local_date(now()), asked_fen=500,
        reason="家里失火", at=now(),
    )  # fmt: skip
    services.study_hardship(world.viewer("alice"), hardship_id=made.pk, agrees=True, opinion="情况属实", at=now())
    said = {"answer": "yes", "approved": approved, "document": "委字 1 号"}
    answer = as_user("stella").post(reverse("dues:decide-hardship", args=[made.pk]), said)
    made.refresh_from_db()
    assert (answer.status_code, made.state, made.approved_fen) == (422, "studied", None)


def test_a_notice_about_an_unknown_order_is_not_found(world, client):
    assessed(world, at=now())
    order = an_order(world, month(), at=now())
    order.number = "DF-UNKNOWN"
    headers, body = notice_of(order, at=now())
    names = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    address = reverse("dues:callback", args=["trial"])
    assert client.post(address, body, content_type="application/json", **names).status_code == 404


def test_the_member_confirms_what_his_unit_brought(world, as_user):
    Person.objects.filter(pk=world.person("bob").pk).update(employee_number="E001")
    text = b"employee_number,member_kind,base_yuan\nE001,wage_earner,7640.00\n"
    services.import_bases(STAFF, sealed=close_envelope(text, to=public_key()), year=local_date(now()).year, at=now())
    cards = things_to_do(world.viewer("bob"), at=now())
    assert [str(card.sentence) for card in cards] == ["单位提供了今年的党费基数，请您确认"]
    bob = as_user("bob")
    bob.post(reverse("dues:confirm-base", args=[Assessment.objects.get().pk]))
    assert "¥7,640.00 × 1.5%" in bob.get(reverse("dues:index")).content.decode()


def test_what_is_owed_and_what_waits_stand_among_the_cards_without_a_sum(world):
    assessed(world, at=now())
    registered(world, month(), by="stella", at=now())
    mine = portal.all_cards(world.viewer("bob"), at=now())
    assert [str(card.sentence) for card in mine if "党费" in str(card.sentence)] == [f"有 {month()} 个月的党费待交"]
    theirs = [str(card.sentence) for card in things_to_do(world.viewer("alice"), at=now())]
    assert theirs == ["有 1 件党费事项等您处理"]
    assert things_to_do(world.viewer("dana"), at=now()) == []


def test_an_outsider_finds_nothing_of_another_branch(world, as_user):
    enter_base(as_user("bob"))
    registered(world, month(), at=now())
    charlie = as_user("charlie")
    for address in collectors_pages(world)[1:7]:
        text = charlie.get(address).content.decode()
        assert "Bob" not in text, address
        assert "114.60" not in text, address


def test_who_is_not_assessed_is_named_to_his_branch(world):
    sheet = branch_sheet(world.branch_a.pk, world.branch_a.path, local_date(now()).replace(day=1))
    assert [row.name for row in sheet.missing] == ["Alice", "Bob"]


def test_a_bank_file_is_compared_by_the_page(world, as_user, tmp_path):
    assessed(world, at=now())
    order = paid(world, month(), at=now())
    path = tmp_path / "bank.csv"
    today = local_date(now()).isoformat()
    path.write_text(f"day,number,amount_yuan,reference\n{today},{order.number},114.59,B1\nTOTAL,1,114.59\n")
    stella = as_user("stella")
    with path.open("rb") as file:
        answer = stella.post(reverse("dues:compare"), {"day": today, "gateway": "trial", "bank_file": file})
    text = stella.get(answer["Location"]).content.decode()
    assert "金额不一致" in text
    assert "¥114.59" in text


def test_money_is_used_on_the_page_by_two(world, as_user):
    services.enter_opening(
        STAFF, organisation_id=world.branch_a.pk, account="bank", amount_fen=100_000,
        on=local_date(now()) - timedelta(days=1), at=now(),
    )  # fmt: skip
    one = a_use(world)
    alice = as_user("alice").get(reverse("dues:book", args=[world.branch_a.pk])).content.decode()
    assert "由另一位同志支付" in alice
    assert as_user("stella").post(reverse("dues:pay-use", args=[one.pk])).status_code == 302
    assert "结存 ¥700.00" in as_user("alice").get(reverse("dues:book", args=[world.branch_a.pk])).content.decode()
