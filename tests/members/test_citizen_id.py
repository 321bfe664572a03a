"""Citizen identity numbers: the 30 cases of the rule book, and what any text does."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.members.rules.citizen_id import IdClass, check_character, mask, read_citizen_id

TODAY = date(2026, 11, 21)
CASES = list(csv.DictReader((Path(__file__).parent / "data/id-numbers.csv").read_text("utf-8").splitlines()))
# The area table is not shipped; here the areas of the good cases stand for one.
AREAS = {case["id_number"].strip()[:6] for case in CASES if case["error_class"] == "ok"} | {"119901"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case_id"])
def test_every_case_of_the_rule_book(case):
    found = read_citizen_id(case["id_number"], today=TODAY, known_areas=AREAS)
    assert found.error_class == case["error_class"]
    assert found.valid == (case["expected"] == "valid")
    assert (found.birth_date.isoformat() if found.birth_date else "") == case["birth_date"]
    assert found.sex == case["sex"]


def test_without_an_area_table_no_area_is_doubted():
    assert read_citizen_id("110199199010100034", today=TODAY).error_class == IdClass.OK


def test_a_lower_case_x_is_stored_in_upper_case():
    assert read_citizen_id("37990119930708106x", today=TODAY).text == "37990119930708106X"


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text):
    found = read_citizen_id(text, today=TODAY)
    assert found.valid == (found.birth_date is not None)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born, order, place, shift):
    head = f"449901{born:%Y%m%d}{order:03}"
    number = head + check_character(head)
    assert read_citizen_id(number, today=TODAY).valid
    if number[place].isdigit():
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        assert not read_citizen_id(wrong, today=TODAY).valid


def test_lists_show_the_ends_only():
    assert mask("119901198503150015") == "1199**********0015"
    assert mask("12345678") == "********"
