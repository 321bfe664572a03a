"""The handler's list with many cases in the table: few queries, and the index of the desk answers them."""

import pytest
from bench import casework as bench
from django.db import connection

from tests.clients import sign_in
from zhibu.casework.models import Case
from zhibu.casework.queries import desks

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(client, monkeypatch):
    """What the benchmark fills in, with fewer rows."""
    monkeypatch.setattr(bench, "CASES", 3000)
    monkeypatch.setattr(bench, "BRANCHES", 3)
    return bench.fill()


def test_the_rows_of_the_benchmark_are_what_services_write(crowd):
    assert Case.objects.count() == 3000
    assert Case.objects.filter(desk_key=f"union@{crowd.hq.pk}").count() == 300
    assert len(desks.waiting(crowd.viewer("uma")).cases) == desks.PAGE


def test_first_page_and_a_page_in_the_midst_ask_six_times_at_most(crowd, client, django_assert_max_num_queries):
    sign_in(client, crowd.accounts["uma"])
    for address in ("/casework/desk", bench.far(crowd, "uma")):
        client.get(address)
        with django_assert_max_num_queries(6):
            assert client.get(address).content.count(b"row-text") == desks.PAGE


def test_the_index_of_the_desk_answers_without_sorting(crowd):
    rows = desks._from(f"union@{crowd.hq.pk}", None)
    plan = rows.explain()
    assert "case_desk" in plan
    assert ("TEMP B-TREE" in plan or "Seq Scan on casework_case" in plan) is False, (connection.vendor, plan)
