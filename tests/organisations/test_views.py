"""The tree and the page of an organisation."""

from datetime import date

import pytest
from django.urls import reverse as url

from tests.world import NOW, TODAY, add_member, add_organisation
from zhibu.members.enums import Category
from zhibu.members.models import Membership
from zhibu.members.queries.alerts import alerts
from zhibu.organisations import queries
from zhibu.organisations.enums import Kind
from zhibu.organisations.models import Organisation
from zhibu.organisations.services import record_election


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_costs_the_same_however_large(world, as_user, rows, django_assert_num_queries):
    for number in range(rows):
        add_organisation(world.hq, f"丙{number}支部", Kind.PARTY_BRANCH)
    browser = as_user("stella")
    with django_assert_num_queries(5):
        page = browser.get(url("organisations:tree")).content.decode()
    assert page.count("丙") == rows


def test_the_tree_sets_each_organisation_under_the_one_above_and_tells_terms_that_end(world, as_user):
    record_election(world.viewer("stella"), organisation_id=world.branch_a.pk, elected_on=date(2023, 12, 1), at=NOW)
    forest = queries.forest(world.viewer("alice"), with_closed=False, today=TODAY)
    (hq,) = forest
    (branch,) = hq.below
    assert (branch.organisation, [node.organisation for node in branch.below]) == (world.branch_a, [world.group_a1])
    assert (branch.is_open, branch.below[0].is_open, branch.term.days_left) == (True, False, 11)
    page = as_user("stella").get(url("organisations:tree")).content.decode()
    assert page.count("下设 1 个组织") == 1


def test_members_see_their_own_line_of_the_tree(world, as_user):
    page = as_user("bob").get(url("organisations:tree")).content.decode()
    assert ("甲支部" in page, "集团党委" in page, "乙支部" in page) == (True, True, False)
    assert as_user("bob").get(url("organisations:detail", args=[world.branch_b.pk])).status_code == 404


def test_the_page_shows_term_history_and_what_may_be_done(world, as_user):
    record_election(world.viewer("stella"), organisation_id=world.branch_a.pk, elected_on=date(2024, 2, 1), at=NOW)
    address = url("organisations:detail", args=[world.branch_a.pk])
    page = as_user("stella").get(address).content.decode()
    assert ("2027年2月1日" in page, "换届选举" in page, "并入其他组织" in page) == (True, True, True)
    assert "并入其他组织" not in as_user("alice").get(address).content.decode()


def test_a_form_keeps_what_was_typed_and_a_good_one_changes_the_tree(world, as_user):
    address, browser = url("organisations:found", args=[world.hq.pk]), as_user("stella")
    typed = {
        "kind": "party_branch", "name": "中共示例集团丙支部", "short_name": "丙支部", "founded_on": "2026-11-01",
        "unit_relation": "legal_unit",
    }  # fmt: skip
    refused = browser.post(address, typed | {"founded_on": "昨天"})
    assert (refused.status_code, "中共示例集团丙支部" in refused.content.decode()) == (200, True)
    assert browser.post(address, typed).status_code == 302
    assert Organisation.objects.get(short_name="丙支部").founded_on == date(2026, 11, 1)
    assert browser.post(address, typed).status_code == 422


def test_a_merger_through_the_form(world, as_user):
    address = url("organisations:merge", args=[world.branch_a.pk])
    done = as_user("stella").post(
        address, {"target": world.branch_b.pk, "happened_on": "2026-11-01", "document": "党发〔2026〕8号"}
    )
    assert done.status_code == 302
    assert Membership.objects.filter(branch=world.branch_b).count() == 3


def test_posts_now_and_before(world, as_user):
    address = url("members:organisation-posts", args=[world.branch_a.pk])
    alone = as_user("bob").get(address).content.decode()
    part = as_user("bob").get(address, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in alone, "<html" in part, "Alice" in part) == (True, False, True)
    assert as_user("charlie").get(address).status_code == 404


def codes(viewer, world, organisation=None):
    found = alerts(viewer, day=date(2026, 11, 20), organisation_id=organisation and organisation.pk)
    return [(alert.organisation_id, alert.code) for alert in found]


def test_alerts_come_from_the_numbers_of_the_rules(world, django_assert_num_queries):
    stella = world.viewer("stella")
    small = [(world.hq.pk, "committee_small"), (world.branch_a.pk, "too_few_full"), (world.branch_b.pk, "too_few_full")]
    with django_assert_num_queries(6):
        assert codes(stella, world) == small
    for number in range(5):
        add_member(world, f"a{number}", world.branch_a)
    assert codes(stella, world, world.branch_a) == [(world.branch_a.pk, "committee_missing")]
    for number in range(5, 50):
        add_member(world, f"a{number}", world.branch_a)
    Membership.objects.filter(branch=world.branch_a).update(group=None)
    with django_assert_num_queries(6):
        found = codes(stella, world, world.branch_a)
    assert [code for _, code in found] == ["too_many", "committee_missing", "groups_missing"]


def test_probationary_members_are_not_counted_as_full(world):
    for number in range(5):
        add_member(world, f"a{number}", world.branch_a)
    Membership.objects.filter(branch=world.branch_a).update(category=Category.PROBATIONARY)
    assert codes(world.viewer("alice"), world) == [(world.branch_a.pk, "too_few_full")]


def test_alerts_are_for_those_who_can_act(world):
    assert codes(world.viewer("bob"), world) == []
    assert codes(world.viewer("dana"), world) == []
