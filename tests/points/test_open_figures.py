"""What a branch reads of points says nothing about confidential facts; the person reads everything."""

from uuid import uuid4

import pytest

from tests.factories.points import ROWS, csv_of, fact
from tests.points.conftest import MADE
from tests.points.test_services import APRIL
from zhibu.points import services
from zhibu.points.enums import Aspect
from zhibu.points.models import Figure, OpenFigure
from zhibu.points.queries.publication import own_publications, publication
from zhibu.points.queries.simulation import simulate

NOW_COUNTED = [{**row, "settle": "quarter"} if row["id"] == "V1" else row for row in ROWS]


@pytest.fixture
def scheme(world):
    """The small scheme with its veto in every quarter."""
    text = csv_of(NOW_COUNTED)
    stella = world.viewer("stella")
    draft = services.import_scheme(
        stella, organisation_id=world.hq.pk, year=2026, title="党员积分管理办法", text=text, at=MADE
    )
    return services.activate_scheme(stella, scheme_id=draft.pk, resolution="2026年1月党委会第1号决议", at=MADE)


def published(world, scheme):
    stella = world.viewer("stella")
    settlement = services.settle(stella, scheme_id=scheme.pk, quarter=1, at=APRIL)
    return services.publish_settlement(stella, settlement_id=settlement.pk, at=APRIL)


def read_by(world, settlement, who):
    """What somebody reads of each member of A: total, sums, corrected total, advice."""
    page = publication(world.viewer(who), settlement.pk, str(world.branch_a.pk), at=APRIL)
    return {row.figure.person.pk: (row.total, row.aspects, row.corrected, row.advice) for row in page.rows}


@pytest.mark.parametrize("kind", ["party_punishment", "reminder_talk"])
@pytest.mark.parametrize("reader", ["alice", "stella", "bob"])
def test_a_confidential_fact_cannot_be_told_from_the_publication(world, scheme, kind, reader):
    fact(world.person("bob"), world.branch_a, kind)
    settlement = published(world, scheme)
    assert Figure.objects.get(person=world.person("bob")).total < Figure.objects.get(person=world.person("alice")).total
    rows = read_by(world, settlement, reader)
    assert rows[world.person("bob").pk] == rows[world.person("alice").pk]


def test_an_open_fact_is_read_beside_a_confidential_one(world, scheme):
    fact(world.person("bob"), world.branch_a, "party_punishment")
    fact(world.person("bob"), world.branch_a, "task_overdue")
    rows = read_by(world, published(world, scheme), "alice")
    assert rows[world.person("alice").pk][0] - rows[world.person("bob").pk][0] == 25


def test_only_those_concerned_have_a_second_figure(world, scheme):
    fact(world.person("bob"), world.branch_a, "party_punishment")
    fact(world.person("charlie"), world.branch_b, "task_overdue")
    published(world, scheme)
    assert OpenFigure.objects.get().figure.person == world.person("bob")


def test_the_person_reads_his_own_in_full(world, scheme, as_user):
    fact(world.person("bob"), world.branch_a, "party_punishment")
    published(world, scheme)
    own = own_publications(world.viewer("bob"))[0]
    assert (own.total, own.shown > 0) == (0, True)
    assert "含依规不公开的事项" in as_user("bob").get("/points/").content.decode()
    assert "含依规不公开的事项，支部公示为" not in as_user("alice").get("/points/").content.decode()


def test_every_publication_says_what_it_leaves_out(world, scheme, as_user):
    settlement = published(world, scheme)
    page = as_user("bob").get(f"/points/settlements/{settlement.pk}").content.decode()
    assert "都不含依规不公开的事项" in page


@pytest.mark.parametrize(("confidential", "changes"), [(True, 0), (False, 1)])
def test_a_confidential_correction_is_read_by_the_person_alone(world, scheme, confidential, changes):
    fact(world.person("bob"), world.branch_a, "reminder_talk")
    settlement = published(world, scheme)
    before = read_by(world, settlement, "alice")
    services.adjust(
        world.viewer("stella"), key=uuid4(), figure_id=settlement.figures.get(person=world.person("bob")).pk,
        aspect=Aspect.HONESTY, delta=20, decision="2026年4月党委会", reason="复议撤销", at=APRIL,
        is_confidential=confidential,
    )  # fmt: skip
    page = publication(world.viewer("alice"), settlement.pk, None, at=APRIL)
    assert (len(page.changes), read_by(world, settlement, "alice") == before) == (changes, confidential)
    own = own_publications(world.viewer("bob"))[0]
    assert (own.total == own.shown, len(own.private)) == (confidential, 1 - changes)


def test_a_simulation_leaves_confidential_facts_out(world, scheme):
    fact(world.person("bob"), world.branch_a, "party_punishment")
    stella = world.viewer("stella")
    draft = services.copy_scheme(stella, scheme_id=scheme.pk, year=2027, at=APRIL)
    draft.indexes.get(code="V1").delete()
    assert simulate(stella, draft.pk, at=APRIL).changes == []
