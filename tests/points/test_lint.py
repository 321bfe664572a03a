"""Reading and linting a scheme: what may not be counted, sums, bounds, facts that exist."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories.points import HEADER, ROWS, csv_of
from zhibu.points.api import lint_text

SAMPLE = Path(__file__).parent / "data/points-scheme.csv"


def codes(rows, profile="private_enterprise"):
    return [problem.code for problem in lint_text(csv_of(rows), profile=profile)[1]]


def changed(code, **cells):
    return [{**row, **cells} if row["id"] == code else row for row in ROWS]


def test_the_sample_scheme_is_clean():
    assert lint_text(SAMPLE.read_text(encoding="utf-8-sig"), profile="state_enterprise") == (54, [])


def test_a_government_deployment_gives_no_points_for_hours():
    problems = lint_text(SAMPLE.read_text(encoding="utf-8-sig"), profile="government")[1]
    assert [(problem.id, problem.code, problem.rule) for problem in problems] == [
        ("NE01", "hours_in_government", "rules.md 10.5")
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name_zh": "每日登录"}, "forbidden_login"), ({"name_en": "Daily logins"}, "forbidden_login"),
        ({"name_zh": "连续打卡七天"}, "forbidden_streak"), ({"evidence": "a 7 day streak"}, "forbidden_streak"),
        ({"evidence": "在线时长满30分钟"}, "forbidden_screen_time"),
        ({"evidence": "reading time"}, "forbidden_screen_time"),
        ({"name_zh": "文章点赞"}, "forbidden_likes"), ({"evidence": "likes received"}, "forbidden_likes"),
        ({"name_zh": "转发公众号文章"}, "forbidden_forwards"), ({"evidence": "浏览文章十篇"}, "forbidden_pages_read"),
        ({"evidence": "page views"}, "forbidden_pages_read"), ({"name_zh": "安装学习软件"}, "forbidden_installs"),
        ({"evidence": "GPS record"}, "forbidden_tracks"), ({"evidence": "自拍照片"}, "forbidden_selfies"),
        ({"evidence": "群内秒回"}, "forbidden_reply_speed"), ({"evidence": "排名前三"}, "forbidden_ranking"),
        ({"evidence": "(not forwarded: -1)"}, "forbidden_forwards"),
    ],
)  # fmt: skip
def test_a_forbidden_fact_is_found_wherever_it_is_written(cells, code):
    assert codes(changed("P1", **cells)) == [code]


@pytest.mark.parametrize(
    "cells", [{"evidence": "accepted (accepted, not read or liked)"}, {"name_zh": "志愿服务时长满十小时"}]
)
def test_what_is_only_named_to_be_left_out_is_allowed(cells):
    assert codes(changed("P1", **cells)) == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"cap": ""}, "unbounded"), ({"value": "9"}, "value_over_cap"), ({"value": "-1"}, "value_not_positive"),
        ({"ledger_kinds": "login_days"}, "forbidden_login"), ({"ledger_kinds": "nothing_known"}, "unknown_ledger_kind"),
        ({"ledger_kinds": ""}, "no_ledger_kinds"), ({"kind": "extra"}, "unknown_kind"),
        ({"aspect": "勇"}, "unknown_aspect"),
        ({"value": "1.55"}, "bad_value"), ({"formula": "curve"}, "unknown_formula"),
        ({"review": "boss"}, "unknown_review"),
        ({"formula": "threshold", "needed": "1"}, "formula_does_not_fit"), ({"id": "P2"}, "duplicate_id"),
    ],
)  # fmt: skip
def test_each_fault_has_its_code(cells, code):
    assert code in codes(changed("P1", **cells))


def test_base_items_come_to_sixty_and_caps_to_forty():
    assert codes(changed("B1", value="19", cap="19")) == ["base_sum"]
    assert codes(changed("P1", aspect_bonus_cap="7")) == ["bonus_sum"]


def test_a_missing_column_is_named():
    problem = lint_text(csv_of(header=[name for name in HEADER if name != "settle"]), profile="government")[1][0]
    assert (problem.code, "settle" in problem.message) == ("missing_columns", True)


def test_the_command_lists_and_fails(tmp_path, capsys):
    file = tmp_path / "scheme.csv"
    file.write_text(csv_of(changed("P1", cap="")), encoding="utf-8-sig")
    with pytest.raises(SystemExit) as stopped:
        call_command("points", "lint", str(file), "--json")
    told = json.loads(capsys.readouterr().out)
    assert (stopped.value.code, told["rows"], told["problems"][0]["row"]) == (1, 11, 6)


def test_the_command_is_quiet_about_a_clean_scheme(capsys):
    call_command("points", "lint", str(SAMPLE))
    assert capsys.readouterr().out == "54 indexes, 0 problems\n"
