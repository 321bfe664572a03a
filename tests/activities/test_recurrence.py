from datetime import date, datetime

import pytest

from zhibu.activities.enums import Frequency
from zhibu.activities.rules.ics import Slot, calendar_file
from zhibu.activities.rules.recurrence import dates, is_quiet, reminder_times


def local(text):
    return datetime.fromisoformat(f"{text}+08:00")


def days(first, frequency, until):
    return [day.isoformat() for day in dates(first, frequency=frequency, until=until)]


def test_the_first_friday_stays_the_first_friday():
    assert days(date(2026, 1, 2), Frequency.MONTHLY_WEEKDAY, date(2026, 6, 30)) == [
        "2026-01-02", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-01", "2026-06-05",
    ]  # fmt: skip


def test_a_fifth_friday_means_the_last():
    assert days(date(2026, 1, 30), Frequency.MONTHLY_WEEKDAY, date(2026, 5, 31)) == [
        "2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24", "2026-05-29",
    ]  # fmt: skip


def test_the_31st_becomes_the_last_day_and_comes_back():
    assert days(date(2026, 1, 31), Frequency.MONTHLY_DAY, date(2026, 4, 30)) == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30",
    ]  # fmt: skip


def test_quarterly():
    assert days(date(2026, 1, 15), Frequency.QUARTERLY, date(2026, 12, 31)) == [
        "2026-01-15", "2026-04-15", "2026-07-15", "2026-10-15",
    ]  # fmt: skip


def test_a_series_ends_after_24():
    assert len(days(date(2026, 1, 1), Frequency.WEEKLY, date(2036, 1, 1))) == 24


@pytest.mark.parametrize(
    ("clock", "quiet"), [("20:59", False), ("21:00", True), ("00:00", True), ("07:59", True), ("08:00", False)]
)
def test_quiet_hours(clock, quiet):
    assert is_quiet(local(f"2026-11-20T{clock}")) is quiet


@pytest.mark.parametrize(
    ("start", "reminded"),
    [
        ("2026-11-23T19:00", ["2026-11-22T19:00", "2026-11-23T17:00"]),
        ("2026-11-23T09:00", ["2026-11-22T09:00", "2026-11-22T20:00"]),
        ("2026-11-23T07:00", ["2026-11-21T20:00", "2026-11-22T20:00"]),
        ("2026-11-23T22:00", ["2026-11-22T20:00", "2026-11-23T20:00"]),
        ("2026-11-20T13:00", []),
        ("2026-11-20T18:00", ["2026-11-20T16:00"]),
    ],
)
def test_reminders_are_two_at_most_and_none_at_night(start, reminded):
    moments = reminder_times(local(start), at=local("2026-11-20T12:00"))
    assert moments == [local(text) for text in reminded]


def test_a_calendar_file_is_cut_at_75_octets_and_escaped():
    slot = Slot(
        uid="1@zhibu", title="学习" * 20, place="三号, 会议室; 东", text="一\n二", url="https://example.com/activities/1/",
        starts_at=local("2026-11-20T19:00"), ends_at=local("2026-11-20T20:00"), stamped_at=local("2026-11-01T00:00"),
    )  # fmt: skip
    text = calendar_file([slot])
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert f"SUMMARY:{'学习' * 20}" in unfolded
    assert "LOCATION:三号\\, 会议室\\; 东" in unfolded
    assert "DESCRIPTION:一\\n二" in unfolded
    assert unfolded[5:9] == ["UID:1@zhibu", "DTSTAMP:20261031T160000Z", "DTSTART:20261120T110000Z",
                             "DTEND:20261120T120000Z"]  # fmt: skip
