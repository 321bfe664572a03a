"""The monthly brief: drawn by a program, read by a person, with nothing about who thinks what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories.advice import an_office, on_the_board, some_advice
from tests.world import NOW, add_person
from zhibu.advice import api, services
from zhibu.advice.errors import BriefInWork, BriefPublished, MonthNotOver, NoSuchBrief
from zhibu.advice.models import Brief, BriefTopic
from zhibu.advice.queries import briefs
from zhibu.kernel.clock import now
from zhibu.kernel.schedule import run_due
from zhibu.organisations.errors import NoSuchOrganisation

OCTOBER = date(2026, 10, 1)
THEN = datetime(2026, 10, 14, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plain_words(monkeypatch):
    """Cut where the test put blanks; the child process has its own test."""
    cache.clear()
    monkeypatch.setattr("zhibu.advice.services.briefs.cut", lambda texts: [cut_at_blanks(text) for text in texts])
    monkeypatch.setattr(briefs, "_sources", {})


def cut_at_blanks(text):
    return tuple(text.replace("。", " ").split())


def of_many(world, count, *, words="夜班 班车", **more):
    for number in range(count):
        name = f"person{words[0]}{number}"
        if name not in world.people:
            add_person(world, name)
        on_the_board(world, name=name, title="某事", text=f"{words} {number}", at=THEN, **more)


def draw(world, **more):
    what = {"organisation_id": world.hq.pk, "month": OCTOBER, "at": NOW} | more
    asked = services.ask_for_brief(world.viewer("stella"), **what)
    run_due(at=what["at"])
    return Brief.objects.get(pk=asked.pk)


def test_a_month_of_advice_becomes_a_draft_that_somebody_publishes(world):
    of_many(world, 6, may_quote=True)
    brief = draw(world)
    topic = brief.topics.get()
    assert (brief.texts, brief.grouped, topic.count, len(topic.quotations)) == (6, 6, 6, 3)
    assert {"夜班", "班车"} <= set(topic.words)
    with pytest.raises(NoSuchBrief):
        briefs.get_brief(world.viewer("bob"), brief.pk)
    services.name_topic(world.viewer("stella"), brief_id=brief.pk, number=1, title="夜班怎么回家", at=NOW)
    services.publish_brief(world.viewer("stella"), brief_id=brief.pk, at=NOW)
    assert briefs.get_brief(world.viewer("bob"), brief.pk).topics.get().title == "夜班怎么回家"
    with pytest.raises(BriefPublished):
        draw(world)


def test_a_small_group_is_not_shown_and_drawing_again_replaces_the_draft(world):
    of_many(world, 4)
    assert draw(world).topics.count() == 0
    of_many(world, 6)
    assert (draw(world).topics.count(), Brief.objects.count()) == (1, 1)


def test_the_database_refuses_a_small_topic(world):
    brief = draw(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefTopic.objects.create(brief=brief, number=1, words=["班车"], count=4)


def test_what_was_kept_back_or_came_in_another_month_is_not_read(world):
    of_many(world, 4)
    hidden = some_advice(world, text="夜班 班车", at=THEN)
    services.decide(world.viewer("alice"), advice_id=hidden.pk, shown=False, reason="点名", at=THEN)
    on_the_board(world, text="夜班 班车", at=NOW)
    assert draw(world).texts == 4


def test_another_app_hands_in_texts_and_a_writer_counts_once_in_each(world):
    of_many(world, 3)
    said = [api.Text("某事 夜班 班车 意见", writer="person-1"), api.Text("某事 夜班 班车 很少", writer="person-1"),
            api.Text("某事 夜班 班车 车费", writer="person-2")]  # fmt: skip
    api.read_also("问卷", lambda path, first, after: said if (first, after) == (OCTOBER, date(2026, 11, 1)) else [])
    brief = draw(world)
    assert (brief.texts, brief.sources, brief.topics.get().count) == (6, ["advice", "问卷"], 6)
    api.read_also("问卷", lambda path, first, after: said[:2])
    assert draw(world).topics.count() == 0


def test_only_a_month_that_is_over_and_only_by_its_staff(world):
    with pytest.raises(MonthNotOver):
        draw(world, month=date(2026, 11, 1))
    with pytest.raises(NoSuchOrganisation):
        services.ask_for_brief(world.viewer("bob"), organisation_id=world.hq.pk, month=OCTOBER, at=NOW)


def test_the_clock_draws_last_month_once(world):
    an_office(world, at=THEN)
    assert services.ask_for_briefs_due(at=NOW) == 1
    assert services.ask_for_briefs_due(at=NOW + timedelta(days=1)) == 0
    run_due(at=NOW)
    brief = Brief.objects.get()
    assert (brief.month, brief.state) == (OCTOBER, "draft")


def test_the_page_comes_at_once_and_says_when_the_draft_is_there(world, as_user, monkeypatch):
    of_many(world, 6)
    stella = as_user("stella")
    with monkeypatch.context() as patch:
        patch.setattr("zhibu.advice.services.briefs.cut", never)
        sent = {"organisation_id": world.hq.pk, "month": "2026-10-15"}
        page = stella.post(reverse("advice:draw"), sent).url
    brief = Brief.objects.get()
    waiting, progress = stella.get(page).content.decode(), reverse("advice:brief-progress", args=[brief.pk])
    assert [words in waiting for words in ("正在归纳", progress, "没有五个人以上")] == [True, True, False]
    assert "HX-Refresh" not in stella.get(progress).headers
    run_due(at=now())
    assert stella.get(progress).headers["HX-Refresh"] == "true"
    assert "6 条" in stella.get(page).content.decode()


def never(texts):
    raise AssertionError("words are cut while somebody waits")


def test_what_is_drawn_anew_is_neither_named_nor_published_meanwhile(world):
    of_many(world, 6)
    brief = draw(world)
    stella = world.viewer("stella")
    services.ask_for_brief(stella, organisation_id=world.hq.pk, month=OCTOBER, at=NOW)
    with pytest.raises(BriefInWork):
        services.name_topic(stella, brief_id=brief.pk, number=1, title="夜班", at=NOW)
    services.publish_brief(stella, brief_id=brief.pk, at=NOW)
    assert Brief.objects.get().state == "drawing"


def test_what_a_stop_cut_off_is_taken_up_again_and_what_was_read_stays(world):
    of_many(world, 6)
    brief = services.ask_for_brief(world.viewer("stella"), organisation_id=world.hq.pk, month=OCTOBER, at=NOW)
    assert services.draw_briefs_left(at=NOW + timedelta(minutes=5)) == 0
    assert services.draw_briefs_left(at=NOW + timedelta(minutes=11)) == 1
    services.name_topic(world.viewer("stella"), brief_id=brief.pk, number=1, title="夜班怎么回家", at=NOW)
    run_due(at=NOW + timedelta(minutes=12))
    assert (Brief.objects.get().state, brief.topics.get().title) == ("draft", "夜班怎么回家")
