"""Declaring, settling, publishing, objecting, correcting: who may, when, and once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories.points import csv_of, fact
from zhibu.ledger.models import Entry
from zhibu.points import errors, services
from zhibu.points.api import things_to_do
from zhibu.points.models import Figure, Index
from zhibu.points.rules.advice import advice
from zhibu.points.rules.periods import answer_due_on, notice_ends_on

MARCH = datetime(2026, 3, 20, 2, tzinfo=UTC)
APRIL = datetime(2026, 4, 8, 2, tzinfo=UTC)  # a Wednesday


def declare(world, who="bob", code="P1", **more):
    values = {
        "key": uuid4(), "person_id": world.person("bob").pk, "index_id": Index.objects.get(code=code).pk,
        "happened_on": date(2026, 3, 2), "text": "扶起老人", "at": MARCH,
    }  # fmt: skip
    return services.declare_item(world.viewer(who), **{**values, **more})


def published(world, scheme):
    stella = world.viewer("stella")
    settlement = services.settle(stella, scheme_id=scheme.pk, quarter=1, at=APRIL)
    return services.publish_settlement(stella, settlement_id=settlement.pk, at=APRIL)


def objection_of(world, settlement, who="bob", about="bob", at=APRIL):
    figure = settlement.figures.get(person=world.person(about))
    return services.object_to(world.viewer(who), key=uuid4(), figure_id=figure.pk, text="少算一次", at=at)


def test_an_approved_item_is_one_fact_however_often_it_is_approved(world, scheme):
    declaration = declare(world)
    for _ in range(2):
        services.review_item(world.viewer("alice"), declaration_id=declaration.pk, approve=True, at=MARCH)
    entry = Entry.objects.get(source_app="points")
    assert (entry.kind, entry.member, entry.quantity) == ("good_deed_commended", world.person("bob"), 10)


def test_the_same_key_is_the_same_declaration(world, scheme):
    key = uuid4()
    assert declare(world, key=key) == declare(world, key=key)


def test_a_refusal_gives_its_reason(world, scheme):
    declaration = declare(world)
    with pytest.raises(errors.ReasonMissing):
        services.review_item(world.viewer("alice"), declaration_id=declaration.pk, approve=False, at=MARCH)


def test_decided_is_decided(world, scheme):
    declaration = declare(world)
    alice = world.viewer("alice")
    services.review_item(alice, declaration_id=declaration.pk, approve=False, reason="没有证明", at=MARCH)
    with pytest.raises(errors.AlreadyDecided):
        services.review_item(alice, declaration_id=declaration.pk, approve=True, at=MARCH)


@pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
def test_others_do_not_review(world, scheme, who):
    declaration = declare(world)
    with pytest.raises(errors.NoSuchDeclaration):
        services.review_item(world.viewer(who), declaration_id=declaration.pk, approve=True, at=MARCH)


def test_a_branch_does_not_review_what_the_committee_reviews(world, scheme):
    declaration = declare(world, code="P4")
    with pytest.raises(errors.NoSuchDeclaration):
        services.review_item(world.viewer("alice"), declaration_id=declaration.pk, approve=True, at=MARCH)
    services.review_item(world.viewer("stella"), declaration_id=declaration.pk, approve=True, at=MARCH)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"happened_on": date(2025, 12, 31)}, errors.NotInTheYear),
        ({"happened_on": date(2026, 3, 21)}, errors.NotInTheYear),
        ({"code": "M1"}, errors.NotDeclarable),
        ({"code": "B1"}, errors.NotDeclarable),
        ({"who": "charlie"}, errors.NotForYou),
    ],
)
def test_what_cannot_be_declared(world, scheme, more, refusal):
    with pytest.raises(refusal):
        declare(world, **more)


def test_a_quarter_is_settled_once_when_it_is_over(world, scheme):
    stella = world.viewer("stella")
    with pytest.raises(errors.QuarterNotOver):
        services.settle(stella, scheme_id=scheme.pk, quarter=1, at=MARCH)
    first = services.settle(stella, scheme_id=scheme.pk, quarter=1, at=APRIL)
    fact(world.person("bob"), world.branch_a, "good_deed_commended")
    assert services.settle(stella, scheme_id=scheme.pk, quarter=1, at=APRIL) == first
    assert Figure.objects.get(settlement=first, person=world.person("bob")).morality == 200


@pytest.mark.parametrize("who", ["alice", "bob", "dana"])
def test_others_do_not_settle(world, scheme, who):
    with pytest.raises(errors.NoSuchScheme):
        services.settle(world.viewer(who), scheme_id=scheme.pk, quarter=1, at=APRIL)


def test_the_notice_runs_five_working_days_without_holidays():
    assert notice_ends_on(date(2026, 4, 8)) == date(2026, 4, 15)
    assert notice_ends_on(date(2026, 9, 28)) == date(2026, 10, 10)  # 国庆假期，10月10日补班
    assert answer_due_on(date(2026, 4, 8)) == date(2026, 4, 22)


def test_points_are_not_published_in_a_government_deployment(world, scheme, settings):
    settings.PROFILE = "government"
    with pytest.raises(errors.NotSettled):
        published(world, scheme)


def test_objections_are_taken_until_the_last_day_ends(world, scheme):
    settlement = published(world, scheme)
    last = datetime(2026, 4, 15, 15, 59, tzinfo=UTC)
    objection_of(world, settlement, at=last)
    with pytest.raises(errors.NotPublished):
        objection_of(world, settlement, at=last + timedelta(minutes=1))


def test_the_job_closes_what_is_over(world, scheme):
    settlement = published(world, scheme)
    assert services.close_notices(world.viewer("stella"), at=settlement.closes_at - timedelta(seconds=1)) == 0
    assert services.close_notices(world.viewer("stella"), at=settlement.closes_at) == 1


def test_only_the_branch_objects(world, scheme):
    settlement = published(world, scheme)
    with pytest.raises(errors.NoSuchSettlement):
        objection_of(world, settlement, who="charlie")


def test_nobody_answers_his_own_objection(world, scheme):
    objection = objection_of(world, published(world, scheme), who="alice")
    with pytest.raises(errors.NotYourself):
        services.answer_objection(world.viewer("alice"), objection_id=objection.pk, answer="好", at=APRIL)


def test_an_appeal_follows_an_answer(world, scheme):
    objection = objection_of(world, published(world, scheme))
    with pytest.raises(errors.NotAnswered):
        services.appeal(world.viewer("bob"), objection_id=objection.pk, text="不服", at=APRIL)
    services.answer_objection(world.viewer("alice"), objection_id=objection.pk, answer="已核对", at=APRIL)
    appealed = services.appeal(world.viewer("bob"), objection_id=objection.pk, text="不服", at=APRIL)
    assert appealed.appeal_due_on == date(2026, 5, 9)  # 二十个工作日，劳动节后5月9日补班


def test_a_correction_leaves_the_figure_alone(world, scheme):
    settlement = published(world, scheme)
    objection = objection_of(world, settlement)
    key = uuid4()
    for _ in range(2):
        services.adjust(
            world.viewer("alice"), key=key, figure_id=objection.figure_id, aspect=1, delta=10, decision="支委会决议",
            reason="补记", objection_id=objection.pk, at=APRIL,
        )  # fmt: skip
    figure = Figure.objects.get(pk=objection.figure_id)
    assert (figure.total, [change.delta for change in figure.adjustments.all()]) == (500, [10])


def test_nobody_corrects_himself(world, scheme):
    settlement = published(world, scheme)
    figure = settlement.figures.get(person=world.person("stella"))
    with pytest.raises(errors.NotYourself):
        services.adjust(
            world.viewer("stella"), key=uuid4(), figure_id=figure.pk, aspect=1, delta=10, decision="决议",
            reason="补记", at=APRIL,
        )  # fmt: skip


def test_a_new_version_retires_the_old(world, scheme):
    stella = world.viewer("stella")
    draft = services.copy_scheme(stella, scheme_id=scheme.pk, at=MARCH)
    services.activate_scheme(stella, scheme_id=draft.pk, resolution="第2号决议", at=MARCH)
    scheme.refresh_from_db()
    assert (scheme.state, draft.version) == ("retired", 2)


def test_an_unclean_draft_is_not_switched_on(world):
    stella = world.viewer("stella")
    text = csv_of().replace("好人好事", "每日点赞")
    draft = services.import_scheme(stella, organisation_id=world.hq.pk, year=2026, title="x", text=text, at=MARCH)
    with pytest.raises(errors.SchemeNotClean):
        services.activate_scheme(stella, scheme_id=draft.pk, resolution="决议", at=MARCH)


def test_names_are_never_ordered_in_a_government_deployment(world, scheme, settings):
    asked = {"scheme_id": scheme.pk, "reason": "表彰", "scope": "集团", "until": date(2026, 12, 31), "at": MARCH}
    services.allow_top_list(world.viewer("stella"), **asked)
    settings.PROFILE = "government"
    with pytest.raises(errors.NoTopList):
        services.allow_top_list(world.viewer("stella"), **asked)


def test_posts_held_are_recorded_once_a_year(world, scheme):
    stella = world.viewer("stella")
    for at in (MARCH, APRIL):
        services.record_posts_held(stella, at=at)
    assert [entry.member for entry in Entry.objects.filter(kind="post_held")] == [world.person("alice")]


def test_what_waits_stands_among_the_tasks(world, scheme):
    declare(world)
    assert [todo.url for todo in things_to_do(world.viewer("alice"), at=MARCH)] == ["/points/review"]
    assert things_to_do(world.viewer("charlie"), at=MARCH) == []


@pytest.mark.parametrize(
    ("total", "veto", "words"),
    [(900, False, "excellent_advice"), (899, False, "qualified_advice"), (750, False, "qualified_advice"),
     (600, False, "basically_qualified_advice"), (599, False, "unqualified_advice"), (950, True, "unqualified_advice")],
)  # fmt: skip
def test_advice_by_its_bands(total, veto, words):
    assert advice(total, has_veto=veto) == words
