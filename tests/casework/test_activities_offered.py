"""The reservation of an activity offers those that are on; what is over or a draft is not."""

import importlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from tests.factories.activities import an_activity
from tests.factories.casework import staffed
from tests.world import NOW
from zhibu.activities.enums import ActivityState
from zhibu.casework import services
from zhibu.casework.models import Case, Matter, Version
from zhibu.casework.queries import matters
from zhibu.kernel import clock

pytestmark = pytest.mark.django_db
CODE = "activity_reservation"
APPLY = f"/casework/matters/{CODE}/apply"
LATER = timedelta(days=3)


@pytest.fixture
def hall(world):
    return staffed(world)


def offered(world, name="bob"):
    shape = matters.get_version(world.viewer(name), CODE).shape
    return matters.offered(world.viewer(name), shape, at=NOW)


def test_what_is_on_for_him_is_offered_soonest_first(hall):
    an_activity(hall.branch_a, title="羽毛球", starts_at=NOW + 2 * LATER)
    an_activity(hall.branch_a, title="参观", starts_at=NOW + LATER, signup_deadline=NOW + timedelta(days=1))
    for title, state, deadline in [
        ("草稿", ActivityState.DRAFT, None), ("取消", ActivityState.CANCELLED, None),
        ("截止", ActivityState.PUBLISHED, NOW - timedelta(hours=1)),
    ]:  # fmt: skip
        an_activity(hall.branch_a, title=title, state=state, starts_at=NOW + LATER, signup_deadline=deadline)
    an_activity(hall.branch_a, title="昨天的", starts_at=NOW - LATER)
    an_activity(hall.branch_b, title="乙支部的", starts_at=NOW + LATER)
    assert [text.partition("（")[0] for text in offered(hall)] == ["参观", "羽毛球"]
    asks_none = matters.get_version(hall.viewer("bob"), "hardship_aid").shape
    assert matters.offered(hall.viewer("bob"), asks_none, at=NOW) == []


def test_one_is_chosen_and_nothing_else_is_asked(hall, as_user):
    an_activity(hall.branch_a, title="羽毛球", starts_at=clock.now() + LATER)
    page = as_user("bob").get(APPLY).content.decode()
    assert "羽毛球（" in page
    shape = matters.get_version(hall.viewer("bob"), CODE).shape
    chosen = matters.offered(hall.viewer("bob"), shape, at=clock.now())[0]
    form = {"version": "1", "key": str(uuid4()), "activity": chosen, "people": "3", "mobile": "13800001111"}
    answer = as_user("bob").post(APPLY, form)
    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.answers["activity"] == chosen
    assert "kind" not in case.answers
    assert f'value="{chosen}"' in as_user("bob").get(f"/casework/{case.pk}/change").content.decode()


def test_an_activity_that_was_never_offered_is_no_answer(hall, as_user):
    form = {"version": "1", "key": str(uuid4()), "activity": "别人的活动", "people": "3", "mobile": "13800001111"}
    assert as_user("bob").post(APPLY, form).status_code == 422


def test_what_is_not_arranged_is_described(hall, as_user):
    form = {"version": "1", "key": str(uuid4()), "activity": "还没有安排的", "people": "3", "mobile": "13800001111"}
    answer = as_user("bob").post(APPLY, form)
    assert answer.status_code == 422
    assert "这一项要填" in answer.content.decode()


MIGRATION = importlib.import_module("zhibu.casework.migrations.0005_activities_offered")


def test_an_installation_from_before_gets_the_next_version_once(hall, monkeypatch, tmp_path):
    MIGRATION.next_version(apps, None)
    assert Matter.objects.get(code=CODE).number == 1
    words = MIGRATION.SHIPPED.read_text(encoding="utf-8").replace("想办什么", "想办哪一种")
    (tmp_path / "next.json").write_text(words, encoding="utf-8")
    monkeypatch.setattr(MIGRATION, "SHIPPED", tmp_path / "next.json")
    MIGRATION.next_version(apps, None)
    MIGRATION.next_version(apps, None)
    assert Matter.objects.get(code=CODE).number == 2
    assert Version.objects.get(matter__code=CODE, number=2).shape.fields[1].label == "想办哪一种"


def test_what_staff_made_themselves_stays(hall, monkeypatch, tmp_path):
    services.begin_draft(hall.viewer("stella"), code=CODE, at=NOW)
    services.publish_draft(hall.viewer("stella"), code=CODE, changes="", at=NOW)
    monkeypatch.setattr(MIGRATION, "SHIPPED", tmp_path / "none.json")
    (tmp_path / "none.json").write_text("{}", encoding="utf-8")
    MIGRATION.next_version(apps, None)
    assert Version.objects.filter(matter__code=CODE).count() == 2
