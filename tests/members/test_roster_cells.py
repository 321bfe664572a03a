"""What people type into cells, and what it is read as."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.members.rules import codes
from zhibu.members.rules.dates import NotADate, add_years, read_date
from zhibu.members.rules.text import clean, landline_number, mobile_number, person_name, plain, squeezed

DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


@pytest.mark.parametrize(
    "written",
    [
        "2000-01-02", "2000/1/2", "2000.1.2", "20000102", "2000年1月2日", "2000年01月02", "２０００－０１－０２",
        " 2000-1-2 ", "2000-01-02 00:00:00", "2000/1/2 8:30", "2000-01-02T00:00:00.000", "2000–1–2",
        "\u200b2000-01-02",
        "'2000-01-02", 36527, 36527.0, 20000102.0, "36527", date(2000, 1, 2), datetime(2000, 1, 2, 9, tzinfo=UTC),
    ],
)  # fmt: skip
def test_one_day_in_every_form(written):
    assert read_date(written) == date(2000, 1, 2)


@pytest.mark.parametrize(
    "written",
    ["2015-02-30", "1985-13-07", "不详", "2001-07", "2001年7月", "01/02/2000", "0", "5", 0.5, "0000-00-00", True],
)
def test_what_is_no_day_is_not_guessed(written):
    with pytest.raises(NotADate):
        read_date(written)


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u200b", None])
def test_a_blank_is_no_date(blank):
    assert read_date(blank) is None


@given(
    DAYS, st.sampled_from(["{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}"])
)
def test_any_day_in_any_form_and_width(day, form):
    assert read_date(form.format(day)) == day
    assert read_date(form.format(day).translate(FULL_WIDTH)) == day
    assert read_date((day - date(1899, 12, 30)).days) == day


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_anything_is_a_day_or_not(value):
    with suppress(NotADate):
        assert read_date(value) is None or isinstance(read_date(value), date)


def test_a_birthday_on_29_february():
    assert add_years(date(2004, 2, 29), 18) == date(2022, 3, 1)


@pytest.mark.parametrize(
    "written",
    ["13846549611", 13846549611.0, "138-4654-9611", "138 4654 9611", "+86 13846549611", "0086-13846549611",
     "8613846549611", "１３８４６５４９６１１", "\u200b13846549611 ", "'13846549611"],
)  # fmt: skip
def test_one_mobile_number_in_every_form(written):
    assert mobile_number(written) == "13846549611"


@pytest.mark.parametrize("digits", ["13929008627", "13500860507", "18613846549"])
def test_a_number_that_holds_86_keeps_it(digits):
    assert mobile_number(digits) == digits


@pytest.mark.parametrize("wrong", ["1380013800", "12345678901", "138465496111", "无", "", "13800138000/13900139000"])
def test_what_is_no_mobile_number(wrong):
    assert mobile_number(wrong) is None


@pytest.mark.parametrize(("written", "kept"), [("020-81234567", "020-81234567"), ("（020）81234567", "02081234567"),
                                               ("81234567", "81234567"), ("0755-8123456-801",
                                               "0755-8123456-801")])  # fmt: skip
def test_land_lines(written, kept):
    assert landline_number(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [("张　三", "张三"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("  Anna  Li ", "Anna Li"), ("\u200b王五\ufeff",
    "王五"),
     ("﨑山", "﨑山")],
)  # fmt: skip
def test_names_keep_what_the_identity_card_has(written, kept):
    assert person_name(written) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    for tidy in (clean, plain, person_name):
        assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_cleaned_text_can_be_stored_anywhere(text):
    assert "\x00" not in clean(text) + squeezed(text) + person_name(text)


@pytest.mark.parametrize(("written", "name"), [("汉", "汉族"), ("汉族", "汉族"), ("01", "汉族"), ("维吾尔族",
"维吾尔族"),
                                               ("穿青人", None)])  # fmt: skip
def test_ethnicities(written, name):
    assert codes.ethnicity(written) == name


def test_there_are_58_ethnicities_and_the_known_codes_stand_right():
    assert len(codes.ETHNICITIES) == 58
    assert [codes.ETHNICITIES[code] for code in ("02", "15", "34", "56")] == ["蒙古族", "土家族", "布朗族", "基诺族"]
    assert not codes.is_minority("汉族")
    assert codes.is_minority("回族")
    assert not codes.is_minority("其他")


@pytest.mark.parametrize(
    ("written", "name", "band"),
    [("大专", "大学专科毕业", 3), ("本科", "大学本科毕业", 2), ("15", "硕士研究生结业", 1), ("大学普通班毕业",
    "大学普通班毕业", 3),
     ("中专", "中等专科毕业", 4), ("职高", "职业高中毕业", 5), ("高中", "普通高中毕业", 5), ("小学", "小学毕业", 6),
     ("省委党校大学", "省委党校大学", 2), ("MBA", None, None)],
)  # fmt: skip
def test_educations_and_their_bands(written, name, band):
    assert codes.education(written) == name
    assert codes.education_band(name or "") == band
