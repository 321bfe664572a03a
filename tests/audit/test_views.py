"""The log is for the audit administrator."""

import ast
import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse as url

import zhibu
from tests.world import NOW, World
from zhibu.audit.enums import is_known, subject_label
from zhibu.audit.models import AuditRow
from zhibu.audit.services import record
from zhibu.kernel.viewer import Viewer

PACKAGE = Path(zhibu.__file__).parent


@pytest.fixture
def log(world: World):
    record(world.viewer("alice"), action="ledger.corrected", subject="entry:7", at=NOW, reason="实际半天")
    record(world.viewer("stella"), action="roles.granted", subject="account:3", at=NOW - timedelta(days=40))


def page(browser, query=""):
    return browser.get(url("audit:log") + query).content.decode()


def test_the_log_can_be_searched(as_user, log):
    dana = as_user("dana")
    assert {"实际半天", "账号 3", "更正台账记录"} <= set(page(dana).replace("<", ">").split(">"))
    assert "账号 3" not in page(dana, "?action=ledger.corrected")
    assert "台账记录 7" not in page(dana, "?words=Stella")
    assert "账号 3" not in page(dana, "?first=2026-11-01")
    assert "台账记录 7" not in page(dana, "?last=2026-11-01")
    assert "台账记录 7" in page(dana, "?first=2026-11-20&last=2026-11-20")
    assert "台账记录 7" in page(dana, "?first=yesterday")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_long(world, as_user, rows, django_assert_num_queries):
    for _ in range(rows):
        record(world.viewer("alice"), action="things.changed", at=NOW)
    dana = as_user("dana")
    with django_assert_num_queries(8):
        page(dana)


def test_days_beyond_any_calendar_break_nothing(as_user, log):
    assert "实际半天" in page(as_user("dana"), "?first=0001-01-01&last=9999-12-31")


@pytest.mark.parametrize("name", ["alice", "stella", "sam", "olga", "bob"])
def test_nobody_else_reads_it(as_user, log, name):
    assert as_user(name).get(url("audit:log")).status_code == 404
    assert as_user(name).post(url("audit:export")).status_code == 404


def test_it_needs_the_second_factor(as_user, log):
    response = as_user("dana", verified=False).get(url("audit:log"))
    assert (response.status_code, response.url) == (302, "/login/code?next=%2Faudit%2F")


def test_an_export_is_as_filtered_without_formulas_and_is_logged(world, as_user, log):
    record(world.viewer("alice"), action="ledger.corrected", subject="entry:8", at=NOW, reason="=cmd()")
    response = as_user("dana").post(url("audit:export"), {"action": "ledger.corrected"})
    rows = list(csv.reader(b"".join(response).decode("utf-8-sig").splitlines()))
    assert [row[5:7] for row in rows[1:]] == [["entry:8", "'=cmd()"], ["entry:7", "实际半天"]]
    assert rows[1][1] == "2026-11-20 12:00:00"
    written = AuditRow.objects.latest("pk")
    assert (written.action, written.detail) == ("audit.exported", {"query": "action=ledger.corrected"})


def test_a_link_alone_exports_nothing(as_user, log):
    assert as_user("dana").get(url("audit:export")).status_code == 405
    assert not AuditRow.objects.filter(action="audit.exported").exists()


def test_details_are_told_in_words(world, as_user):
    detail = {"role": "audit_admin", "before": {"title": "secretary"}, "count": 0, "document": "", "odd": [1, 2]}
    record(world.viewer("olga"), action="grant_role", subject="account:3", at=NOW, **detail)
    shown = page(as_user("dana"))
    told = ("角色：审计管理员", "之前：职务: 书记", "数量：0", "odd：1, 2")  # PostgreSQL keeps no order of keys
    assert [words for words in told if words not in shown] == []


def test_what_the_system_does_by_itself_bears_no_apps_name(as_user):
    record(Viewer.system("points"), action="points.settled", at=NOW)
    shown = page(as_user("dana"))
    assert ("系统自动" in shown, ">points<" in shown) == (True, False)


def _calls():
    """The arguments by name of every call in the source that writes to the log."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            named = {word.arg: word.value for word in call.keywords}
            if {"action", "at"} <= named.keys():
                yield named


def _actions_written():
    return {named["action"].value for named in _calls() if isinstance(named["action"], ast.Constant)}


def _subjects_written():
    """The word before the colon: f"talk-time:{time.pk}"."""
    texts = (named["subject"] for named in _calls() if isinstance(named.get("subject"), ast.JoinedStr))
    return {text.values[0].value.partition(":")[0] for text in texts if isinstance(text.values[0], ast.Constant)}


@pytest.mark.parametrize("action", sorted(_actions_written()))
def test_every_action_has_words(action):
    assert is_known(action), f"declare words for {action} in the app's enums (zhibu.audit.enums.declare)"


@pytest.mark.parametrize("kind", sorted(_subjects_written()))
def test_every_subject_has_a_word(kind):
    assert subject_label(f"{kind}:7") != f"{kind}:7"
