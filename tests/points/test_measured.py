"""Pages for who is measured how, for names in an order, and the lists of the back office."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.world import add_member
from zhibu.points.models import Absence, Exclusion, Scheme

APRIL = datetime(2026, 4, 8, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel(APRIL, tick=False):
        yield


def test_an_absence_by_right_is_noted_once_and_shown(world, scheme, as_user):
    client, url = as_user("alice"), f"/points/schemes/{scheme.pk}/members"
    data = {"person_id": world.person("bob").pk, "quarter": "2", "ground": "illness", "decision": "第3次支委会"}
    for _ in range(2):
        assert client.post(f"{url}/absence", data).status_code == 302
    row = Absence.objects.get()
    assert (row.year, row.quarter, row.ground, row.recorded_by) == (2026, 2, "illness", "Alice")
    page = client.get(url).content.decode()
    assert "病休 · 第3次支委会" in page
    assert "第 2 季度" in page


def test_a_secretary_decides_about_his_own_branch_alone(world, scheme, as_user):
    data = {"person_id": world.person("charlie").pk, "quarter": "2", "ground": "illness", "decision": "x"}
    response = as_user("alice").post(f"/points/schemes/{scheme.pk}/members/absence", data)
    assert response.status_code == 422
    assert not Absence.objects.exists()


def test_somebody_is_left_out_by_decision(world, scheme, as_user):
    client, url = as_user("alice"), f"/points/schemes/{scheme.pk}/members"
    data = {"person_id": world.person("bob").pk, "ground": "seventy", "decision": "第4次支委会"}
    for _ in range(2):
        assert client.post(f"{url}/exclusion", data).status_code == 302
    assert Exclusion.objects.get().scheme == scheme
    assert "第4次支委会" in client.get(url).content.decode()
    assert "第4次支委会" not in as_user("stella").get(f"/points/schemes/{scheme.pk}").content.decode()


def test_a_decision_without_its_paper_loses_nothing_typed(world, scheme, as_user):
    data = {"person_id": world.person("bob").pk, "ground": "mobile", "decision": ""}
    response = as_user("alice").post(f"/points/schemes/{scheme.pk}/members/exclusion", data)
    assert response.status_code == 422
    assert 'value="mobile" selected' in response.content.decode()


@pytest.mark.parametrize("extra", [(), ("frank", "grace")])
def test_the_page_asks_the_database_as_often_for_three_as_for_one(
    world, scheme, as_user, extra, django_assert_num_queries
):
    people = [world.person("bob"), *(add_member(world, name, world.branch_a) for name in extra)]
    for person in people:
        row = {"person": person, "decision": "x", "recorded_by": "Alice", "recorded_at": APRIL}
        Absence.objects.create(year=2026, quarter=1, ground="illness", **row)
        Exclusion.objects.create(scheme=scheme, ground="mobile", **row)
    client, url = as_user("alice"), f"/points/schemes/{scheme.pk}/members"
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)


def test_names_in_an_order_need_a_reason_a_scope_and_an_end(world, scheme, as_user):
    client, url = as_user("stella"), f"/points/schemes/{scheme.pk}/top-list"
    said = {"reason": "年度评优", "scope": "评优大会，前十名", "until": "2026-12-31"}
    assert client.post(url, said | {"reason": ""}).status_code == 422
    assert client.post(url, said | {"until": "2026-01-01"}).status_code == 422
    assert Scheme.objects.get().top_list_until is None
    assert client.post(url, said).status_code == 302
    page = as_user("bob").get(f"/points/schemes/{scheme.pk}").content.decode()
    assert "评优大会，前十名" in page


def test_a_government_never_orders_names(world, scheme, as_user, settings):
    settings.PROFILE = "government"
    said = {"reason": "年度评优", "scope": "评优大会，前十名", "until": "2026-12-31"}
    response = as_user("stella").post(f"/points/schemes/{scheme.pk}/top-list", said)
    assert response.status_code == 422
    assert Scheme.objects.get().top_list_until is None


@pytest.mark.parametrize("name", ["scheme", "settlement", "declaration", "absence", "exclusion"])
def test_the_back_office_lists_points_for_record_keepers(world, scheme, as_user, name):
    row = {"person": world.person("bob"), "decision": "x", "recorded_by": "Alice", "recorded_at": APRIL}
    Absence.objects.create(year=2026, quarter=1, ground="illness", **row)
    url = f"/office/points/{name}/"
    assert as_user("stella").get(url).status_code == 200
    assert as_user("dana").get(url).status_code == 403
    if name == "absence":
        assert "Bob" in as_user("alice").get(url).content.decode()
