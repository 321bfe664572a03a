"""Every page opens for whom it is, with what belongs on it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine

from tests.factories.points import fact
from zhibu.points import services
from zhibu.points.models import Index

APRIL = datetime(2026, 4, 8, 2, tzinfo=UTC)


@pytest.fixture
def april(world, scheme):
    """The first quarter published, with one objection waiting."""
    fact(world.person("bob"), world.branch_a, "good_deed_commended")
    stella = world.viewer("stella")
    settlement = services.settle(stella, scheme_id=scheme.pk, quarter=1, at=APRIL)
    services.publish_settlement(stella, settlement_id=settlement.pk, at=APRIL)
    figure = settlement.figures.get(person=world.person("alice"))
    objection = services.object_to(world.viewer("bob"), key=uuid4(), figure_id=figure.pk, text="少算一次会议", at=APRIL)
    with time_machine.travel(APRIL, tick=False):
        yield settlement, objection


def test_a_member_sees_why_and_every_line_leads_to_its_fact(world, april, as_user):
    entry = fact(world.person("bob"), world.branch_a, "essay_accepted", day=(2026, 4, 1))
    page = as_user("bob").get("/points/").content.decode()
    assert "学习心得被采用" in page
    assert f"/ledger/entries/{entry.pk}" in page


def test_declaring_and_reviewing_by_pages(world, april, as_user):
    index = Index.objects.get(code="P1", scheme__state="active")
    sent = as_user("bob").post(
        "/points/declare",
        {"key": str(uuid4()), "index_id": index.pk, "happened_on": "2026-04-02", "text": "扶起跌倒的老人"},
    )
    assert (sent.status_code, sent["Location"]) == (302, "/points/")
    queue = as_user("alice").get("/points/review")
    declared = queue.context["waiting"][0]
    done = as_user("alice").post("/points/review", {"declaration_ids": [declared.pk], "approve": "yes", "reason": ""})
    assert done.status_code == 302
    assert "已认定" in as_user("bob").get(f"/points/declarations/{declared.pk}").content.decode()


def test_a_wrong_form_loses_nothing_typed(world, april, as_user):
    page = as_user("bob").post("/points/declare", {"key": str(uuid4()), "text": "扶起跌倒的老人"})
    assert page.status_code == 422
    assert "扶起跌倒的老人" in page.content.decode()


def test_published_figures_stand_by_name_with_sums_alone(world, april, as_user):
    settlement, _objection = april
    page = as_user("bob").get(f"/points/settlements/{settlement.pk}").content.decode()
    assert page.index("Alice") < page.index("Bob")
    assert "Charlie" not in page
    assert "好人好事" not in page


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("bob", "/points/"), ("bob", "/points/declare"), ("bob", "/points/settlements"), ("bob", "/points/schemes"),
        ("alice", "/points/review"), ("alice", "/points/stars"), ("bob", "/points/stars"),
        ("bob", "/points/stars/summary"), ("bob", "/points/stars/nominate"), ("stella", "/points/schemes"),
        ("stella", "/points/schemes/import"), ("eve", "/points/"), ("eve", "/points/stars"),
    ],
)  # fmt: skip
def test_the_page_opens(world, april, as_user, name, path):
    assert as_user(name).get(path).status_code == 200


def test_the_way_of_an_objection(world, april, as_user):
    settlement, objection = april
    path = f"/points/objections/{objection.pk}"
    text = {"key": str(uuid4()), "text": "已核对会议记录"}
    assert as_user("bob").get(path).status_code == 200
    assert as_user("charlie").get(path).status_code == 404
    assert as_user("alice").post(f"{path}/answer", text).status_code == 302
    assert as_user("bob").post(f"{path}/appeal", text).status_code == 302
    assert as_user("stella").post(f"{path}/decide", text).status_code == 302
    sent = {"key": str(uuid4()), "aspect": 1, "delta": "1.5", "decision": "4月20日党委会", "reason": "补记一次"}
    figure = settlement.figures.get(person=world.person("alice"))
    assert as_user("stella").post(f"/points/figures/{figure.pk}/adjust", sent).status_code == 302
    page = as_user("bob").get(f"/points/settlements/{settlement.pk}").content.decode()
    assert "<del>50.0</del> <ins>51.5</ins>" in page


def test_scheme_pages_of_the_staff(world, scheme, as_user):
    stella = as_user("stella")
    copied = stella.post(f"/points/schemes/{scheme.pk}/copy")["Location"]
    assert stella.get(f"/points/schemes/{scheme.pk}").status_code == 200
    assert stella.get(copied).status_code == 200
    assert stella.get(f"{copied}/simulate").status_code == 200
    assert stella.get(f"{copied}/caps").status_code == 200
    index = Index.objects.filter(scheme_id=int(copied.rsplit("/", 1)[1])).first()
    assert stella.get(f"/points/indexes/{index.pk}").status_code == 200
    assert as_user("bob").get(copied).status_code == 404


def test_the_month_by_pages(world, scheme, as_user):
    alice, bob = as_user("alice"), as_user("bob")
    pk = world.person("bob").pk
    assert alice.post(f"/points/stars/duties/{pk}", {"texts": "带班巡检\n带徒弟"}).status_code == 302
    page = alice.get(f"/points/stars/check/{pk}")
    duty = page.context["it"].of.duties[0][0]
    assert alice.post(f"/points/stars/check/{pk}", {f"duty-{duty.pk}": "done", "notebook": "yes"}).status_code == 302
    assert alice.get(f"/points/stars/checks/{world.branch_a.pk}").status_code == 200
    assert bob.post("/points/stars/summary", {"text": "本月完成检修"}).status_code == 302
    assert alice.post("/points/stars/nominate", {"person_id": pk, "reason": "雨夜抢修"}).status_code == 302
    sent = {"person_id": pk, "reason": "雨夜抢修", "resolution": "11月支委会"}
    star = alice.post(f"/points/stars/choose/{world.branch_a.pk}", sent)["Location"]
    assert alice.post(f"{star}/announce").status_code == 422
    assert bob.post(f"{star}/consent", {"consents": "yes"}).status_code == 302
    assert alice.post(f"{star}/announce").status_code == 302
    assert "雨夜抢修" in bob.get(star).content.decode()
    assert as_user("charlie").get(star).status_code == 404


@pytest.mark.parametrize("extra", [0, 2])
def test_the_number_of_queries_does_not_grow_with_the_facts(world, scheme, as_user, django_assert_num_queries, extra):
    for number in range(1 + extra):
        fact(world.person("bob"), world.branch_a, "essay_accepted", day=(2026, 2, 1 + number))
    bob = as_user("bob")
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)), django_assert_num_queries(QUERIES):
        bob.get("/points/")


QUERIES = 20
