"""What the rules leave open is chosen by decision, from a day on, and what was reckoned before stays."""

from datetime import date, timedelta

import pytest

from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.dues import services
from zhibu.dues.errors import KindUnknown, NoSuchDues, PolicyInThePast, ReasonNeeded
from zhibu.dues.models import PolicyRow
from zhibu.dues.queries.policy import policies, policy_on
from zhibu.kernel.clock import local_date, now

pytestmark = pytest.mark.django_db
CHOSEN = {"code": "unit", "value": "jiao", "in_force_from": TODAY + timedelta(days=42), "document": "纪要〔2026〕12 号"}


def choose(world, name="stella", **changes):
    return services.set_policy(world.viewer(name), at=NOW, **(CHOSEN | changes))


def test_a_choice_holds_from_its_day_and_the_one_before_until_then(world):
    choose(world)
    assert policy_on(TODAY).unit == "fen"
    assert policy_on(date(2027, 1, 1)).unit == "jiao"
    found = {(one.row.value, one.standing) for one in policies(today=TODAY) if one.row.code == "unit"}
    assert found == {("jiao", "coming"), ("fen", "now")}
    later = {(one.row.value, one.standing) for one in policies(today=date(2027, 1, 1)) if one.row.code == "unit"}
    assert later == {("jiao", "now"), ("fen", "over")}


def test_it_is_audited_with_its_decision(world):
    choose(world)
    row = AuditRow.objects.get(action="dues.policy_set")
    assert row.reason == "纪要〔2026〕12 号"
    assert row.detail["kind"] == "unit=jiao 2027-01-01"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"in_force_from": TODAY - timedelta(days=1)}, PolicyInThePast),
        ({"document": "  "}, ReasonNeeded),
        ({"value": "half"}, KindUnknown),
        ({"code": "rates"}, KindUnknown),
    ],
)
def test_what_is_refused(world, changes, refusal):
    before = PolicyRow.objects.count()
    with pytest.raises(refusal):
        choose(world, **changes)
    assert PolicyRow.objects.count() == before


@pytest.mark.parametrize("name", ["alice", "bob", "dana", "sam"])
def test_only_who_looks_after_the_money_of_the_tree_chooses(world, name):
    with pytest.raises(NoSuchDues):
        choose(world, name)


def test_the_page_shows_what_holds_and_takes_a_new_choice(world, as_user):
    day = local_date(now()) + timedelta(days=30)
    page = as_user("stella").get("/dues/rules").content.decode()
    assert page.count("现在执行") == 4
    form = {"choice": "rounding=down", "in_force_from": f"{day}", "document": "纪要〔2026〕12 号"}
    late = as_user("stella").post("/dues/rules/choose", form | {"in_force_from": "2026-01-01"})
    assert late.status_code == 422
    assert "口径只能从今天或以后" in late.content.decode()
    assert "纪要〔2026〕12 号" in late.content.decode()
    assert as_user("stella").post("/dues/rules/choose", form).url == "/dues/rules"
    page = as_user("stella").get("/dues/rules").content.decode()
    assert "还没到日子" in page
    assert "舍去零头" in page
