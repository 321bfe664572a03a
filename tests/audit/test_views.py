"""The log is for the audit administrator."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse as url

from tests.world import NOW, World
from zhibu.audit.models import AuditRow
from zhibu.audit.services import record


@pytest.fixture
def log(world: World):
    record(world.viewer("alice"), action="ledger.corrected", subject="entry:7", at=NOW, reason="实际半天")
    record(world.viewer("stella"), action="roles.granted", subject="account:3", at=NOW - timedelta(days=40))


def page(browser, query=""):
    return browser.get(url("audit:log") + query).content.decode()


def test_the_log_can_be_searched(as_user, log):
    dana = as_user("dana")
    assert {"实际半天", "account:3"} <= set(page(dana).replace("<", ">").split(">"))
    assert "account:3" not in page(dana, "?action=ledger.corrected")
    assert "entry:7" not in page(dana, "?words=Stella")
    assert "account:3" not in page(dana, "?first=2026-11-01")
    assert "entry:7" not in page(dana, "?last=2026-11-01")
    assert "entry:7" in page(dana, "?first=2026-11-20&last=2026-11-20")
    assert "entry:7" in page(dana, "?first=yesterday")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_long(world, as_user, rows, django_assert_num_queries):
    for _ in range(rows):
        record(world.viewer("alice"), action="things.changed", at=NOW)
    dana = as_user("dana")
    with django_assert_num_queries(8):
        page(dana)


@pytest.mark.parametrize("name", ["alice", "stella", "sam", "olga", "bob"])
def test_nobody_else_reads_it(as_user, log, name):
    assert as_user(name).get(url("audit:log")).status_code == 404
    assert as_user(name).get(url("audit:export")).status_code == 404


def test_it_needs_the_second_factor(as_user, log):
    response = as_user("dana", verified=False).get(url("audit:log"))
    assert (response.status_code, response.url) == (302, "/login/code?next=%2Faudit%2F")


def test_an_export_is_as_filtered_without_formulas_and_is_logged(world, as_user, log):
    record(world.viewer("alice"), action="ledger.corrected", subject="entry:8", at=NOW, reason="=cmd()")
    response = as_user("dana").get(url("audit:export") + "?action=ledger.corrected")
    rows = list(csv.reader(b"".join(response).decode("utf-8-sig").splitlines()))
    assert [row[5:7] for row in rows[1:]] == [["entry:8", "'=cmd()"], ["entry:7", "实际半天"]]
    assert rows[1][1] == "2026-11-20 12:00:00"
    assert AuditRow.objects.latest("pk").action == "audit.exported"
