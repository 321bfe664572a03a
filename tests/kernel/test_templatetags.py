"""What members read: dates, amounts, delays, masks; which tab is lit; what a chart carries."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.templatetags import zhibu

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday noon in Shanghai
EVENING = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _friday_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def drawn(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (EVENING, "11月20日 周五 19:30"),
        (datetime(2026, 11, 20, 16, 5, tzinfo=UTC), "11月21日 周六 00:05"),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), "1月1日 周四 00:00"),
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), "2025年12月31日 周三 23:59"),
        (None, ""),
    ],
)
def test_a_moment_is_shown_in_shanghai_time_with_the_year_only_when_it_is_another(value, text):
    assert zhibu.when(value) == text


def test_a_day_needs_no_time_zone():
    assert zhibu.day(date(2026, 3, 1)) == "3月1日 周日"


def test_english_readers_get_english_dates():
    with translation.override("en"):
        assert (zhibu.when(EVENING), zhibu.day(date(2025, 3, 1))) == ("Fri 20 Nov 19:30", "Sat 1 Mar 2025")


def test_a_span_names_the_day_once_unless_it_crosses_midnight():
    assert zhibu.span(EVENING, EVENING + timedelta(hours=2)) == "11月20日 周五 19:30-21:30"
    assert zhibu.span(EVENING, EVENING + timedelta(hours=5)) == "11月20日 周五 19:30 - 11月21日 周六 00:30"


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (timedelta(minutes=20), "20 分钟后"),
        (timedelta(minutes=59, seconds=59), "59 分钟后"),
        (timedelta(hours=1), "11月20日 周五 13:00"),
        (-timedelta(minutes=5), "5 分钟前"),
        (timedelta(seconds=30), "现在"),
        (-timedelta(seconds=30), "刚刚"),
        (-timedelta(hours=1), "11月20日 周五 11:00"),
    ],
)
def test_time_is_relative_only_under_an_hour(gap, text):
    assert f">{text}</time>" in drawn("{% moment value %}", value=NOON + gap, at=NOON)


def test_no_moment_is_nothing():
    assert drawn("{% moment value %}", value=None) == ""


@pytest.mark.parametrize(
    ("fen", "text"),
    [(11460, "¥114.60"), (0, "¥0.00"), (5, "¥0.05"), (-250, "-¥2.50"), (123456789, "¥1,234,567.89"), (None, "")],
)
def test_fen_become_yuan(fen, text):
    assert zhibu.yuan(fen) == text


@pytest.mark.parametrize(("tenths", "text"), [(885, "88.5"), (600, "60.0"), (-5, "-0.5"), (-25, "-2.5"), (None, "")])
def test_tenths_become_points(tenths, text):
    assert zhibu.points(tenths) == text


def test_a_late_entry_shows_its_delay_in_calendar_days():
    assert zhibu.delay(EVENING, EVENING - timedelta(days=9)) == "补录 +9 天"
    assert zhibu.delay(datetime(2026, 11, 20, 16, 1, tzinfo=UTC), EVENING) == "补录 +1 天"
    assert zhibu.delay(EVENING, NOON) == ""


@pytest.mark.parametrize(
    ("value", "keep", "text"),
    [("13800001234", "3,4", "138****1234"), ("周小禾", "1,0", "周**"), ("1234", "3,4", "****"), (None, "3,4", "")],
)
def test_a_mask_keeps_the_ends_and_shows_nothing_of_a_short_value(value, keep, text):
    assert zhibu.mask(value, keep) == text


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/", "home"), ("/activities/3", "activities"), ("/messages/", "messages"), ("/me", "me"), ("/display", "me"),
        ("/members/3", "services"), ("/points/", "services"),
    ],
)  # fmt: skip
def test_the_address_lights_the_tab(path, tab):
    assert zhibu.tabs(Context({"request": RequestFactory().get(path)}))["active"] == tab


def test_a_page_may_name_its_tab():
    context = Context({"request": RequestFactory().get("/points/"), "tab": "me"})
    assert (zhibu.tabs(context)["active"], zhibu.tabs(context, "home")["active"]) == ("me", "home")


def test_an_icon_is_skipped_by_screen_readers():
    assert drawn("{% icon 'home' %}") == (
        '<svg class="icon" aria-hidden="true"><use href="/static/kernel/icons.svg#home"></use></svg>'
    )


def test_a_chart_carries_its_figures_as_data_and_as_a_table():
    figure = Chart(
        "到会率", "bar", ["甲支部", "乙</script>"], [Series("今年", [92, None])], "签到", "11月20日", unit="%"
    )
    page = drawn("{% chart figure %}", figure=figure)
    assert '<th scope="row">甲支部</th><td class="number">92</td>' in page
    assert '<th scope="row">乙&lt;/script&gt;</th><td class="number">—</td>' in page
    assert "来源：签到，截至 11月20日" in page
    assert page.count("</script>") == 1


def test_the_query_keeps_what_it_does_not_change():
    request = RequestFactory().get("/members/", {"q": "周", "page": "3", "gone": "1"})
    assert drawn("{% query page=2 gone=None %}", request=request) == "?q=%E5%91%A8&amp;page=2"
