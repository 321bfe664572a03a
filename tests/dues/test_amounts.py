"""The worked cases, the edges between bands, and capital characters."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from zhibu.dues.errors import AmountUnreadable, KindUnknown
from zhibu.dues.rules.amounts import Policy, derive, fen_of, with_variant
from zhibu.dues.rules.capitals import in_capitals
from zhibu.dues.rules.tables import number

VECTORS = Path(__file__).parent / "data/dues-vectors.csv"
DAY = date(2026, 11, 20)


def computed(path):
    out = StringIO()
    call_command("dues", "compute", str(path), stdout=out)
    return list(csv.DictReader(StringIO(out.getvalue())))


def test_the_command_answers_all_51_worked_cases():
    with VECTORS.open(encoding="utf-8") as file:
        wanted = [(row["case_id"], row["expected_fen"]) for row in csv.DictReader(file)]
    assert len(wanted) == 51
    assert [(row["case_id"], row["amount_fen"]) for row in computed(VECTORS)] == wanted


def test_the_command_names_the_rule_of_each_case():
    rules = {row["case_id"]: row["rule"] for row in computed(VECTORS)}
    assert rules["D11"] == "D1 Art. 2: base up to 10000.00, whole base at 1.5 %"
    assert rules["D20"].endswith("cut to the ceiling of 1000.00 (D2 item 1)")
    assert rules["D38"] == "D1 Art. 6: fixed monthly sum"
    assert rules["D49"] == "amount_unreadable"


def test_a_file_without_the_columns_is_refused(tmp_path):
    (tmp_path / "wrong.csv").write_text("name,base\nA,1\n")
    with pytest.raises(CommandError, match="case_id, member_kind, base_yuan"):
        call_command("dues", "compute", str(tmp_path / "wrong.csv"), stdout=StringIO())


@pytest.mark.parametrize("text", ["", "-1", "1.234", "abc", "1e3", "１２.5", "12345678901", "3000,01"])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(AmountUnreadable):
        fen_of(text)


@pytest.mark.parametrize(("text", "fen"), [("7640", 764000), ("0.2", 20), ("1,680.00", 168000), (" 3000.01 ", 300001)])
def test_sums_are_read_as_people_type_them(text, fen):
    assert fen_of(text) == fen


def test_an_unknown_variant_is_refused():
    with pytest.raises(KindUnknown):
        with_variant(Policy(), "free")


def test_before_the_notice_of_2017_there_was_no_ceiling():
    assert number("ceiling_fen", date(2016, 12, 31)) is None
    assert derive("wage_earner", 6_000_000, on=date(2016, 12, 31)).amount_fen == 120_000
    assert derive("wage_earner", 6_000_000, on=DAY).amount_fen == 100_000


@given(st.integers(0, 20_000_000))
def test_more_pay_never_means_less_dues(base):
    one, more = (derive("wage_earner", fen, on=DAY).amount_fen for fen in (base, base + 1))
    assert one <= more


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (11460, "壹佰壹拾肆元陆角整"), (10005, "壹佰元零伍分"), (0, "零元整"), (20, "贰角整"), (5, "伍分"),
        (100000, "壹仟元整"), (1000000, "壹万元整"), (1000101, "壹万零壹元零壹分"), (10010050, "壹拾万零壹佰元伍角整"),
        (2000000000, "贰仟万元整"), (10000000100, "壹亿零壹元整"), (123456789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        (100, "壹元整"), (1000, "壹拾元整"), (10500, "壹佰零伍元整"),
    ],
)  # fmt: skip
def test_amounts_in_capital_characters(fen, text):
    assert in_capitals(fen) == text
