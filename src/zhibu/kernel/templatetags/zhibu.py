"""Dates, amounts and delays as members read them; icons, tabs and charts of every page.

The library is a template builtin: no `{% load %}` is needed.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.context import Context
from django.templatetags.static import static
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.charts import Chart
from zhibu.kernel.clock import SHANGHAI, local_date, now
from zhibu.kernel.viewer import shown_name

register = template.Library()

HOUR = timedelta(hours=1)
ZH_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# The first fitting address decides which tab is lit; everything else belongs to the services.
TABS = (
    ("home", _("首页"), "/"),
    ("activities", _("活动"), "/activities/"),
    ("services", _("服务"), "/services"),
    ("messages", _("消息"), "/messages/"),
    ("me", _("我的"), "/me"),
)
PREFIXES = (
    ("/activities", "activities"),
    ("/messages", "messages"),
    ("/me", "me"),
    ("/display", "me"),
)
_chart_numbers = count(1)


@register.filter
def day(value: date | datetime | None, today: date | None = None) -> str:
    """11月20日 周五; with the year when it is another year than today's. "" for nothing."""
    if value is None:
        return ""
    local = local_date(value) if isinstance(value, datetime) else value
    other_year = local.year != (today or local_date(now())).year
    if (get_language() or "").startswith("en"):
        text = f"{WEEKDAYS_ABBR[local.weekday()]} {local.day} {EN_MONTHS[local.month - 1]}"
        return f"{text} {local.year}" if other_year else text
    text = f"{local.month}月{local.day}日 {ZH_WEEKDAYS[local.weekday()]}"
    return f"{local.year}年{text}" if other_year else text


@register.filter
def dated(value: date | None) -> str:
    """2026年11月20日, 20 Nov 2026: a day that is on record, always with its year. "" for nothing."""
    if value is None:
        return ""
    if (get_language() or "").startswith("en"):
        return f"{value.day} {EN_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def month(value: date | datetime) -> str:
    """2026年11月, Nov 2026."""
    local = local_date(value) if isinstance(value, datetime) else value
    if (get_language() or "").startswith("en"):
        return f"{EN_MONTHS[local.month - 1]} {local.year}"
    return f"{local.year}年{local.month}月"


@register.filter
def clock(value: datetime | None) -> str:
    """19:30, Shanghai."""
    return value.astimezone(SHANGHAI).strftime("%H:%M") if value else ""


@register.filter
def when(value: datetime | None, today: date | None = None) -> str:
    """11月20日 周五 19:30, Shanghai."""
    return f"{day(value, today)} {clock(value)}" if value else ""


@register.filter
def actor(name: str) -> str:
    """Who wrote something down, as people say it: a part of the system that acted by itself is "系统自动"."""
    return shown_name(name)


@register.simple_tag
def span(start: datetime, end: datetime) -> str:
    """11月20日 周五 19:30-21:00; a span over midnight names both days."""
    if local_date(start) == local_date(end):
        return f"{when(start)}-{clock(end)}"
    return f"{when(start)} - {when(end)}"


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString:
    """A <time>: relative under an hour ("20 分钟后"), else the full date. `at` in the context is the present."""
    if value is None:
        return SafeString("")
    at = context.get("at") or now()
    text = _nearly(value - at) if abs(value - at) < HOUR else when(value, local_date(at))
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), when(value), text)


def _nearly(gap: timedelta) -> str:
    minutes = int(abs(gap).total_seconds() // 60)
    if minutes == 0:
        return gettext("现在") if gap >= timedelta(0) else gettext("刚刚")
    if gap > timedelta(0):
        return ngettext("%(n)d 分钟后", "%(n)d 分钟后", minutes) % {"n": minutes}
    return ngettext("%(n)d 分钟前", "%(n)d 分钟前", minutes) % {"n": minutes}


@register.filter
def yuan(fen: int | None) -> str:
    """11460 fen → ¥114.60; a debt carries a minus sign."""
    if fen is None:
        return ""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


@register.filter
def points(tenths: int | None) -> str:
    """885 tenths → 88.5."""
    return "" if tenths is None else f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


@register.filter
def delay(recorded_at: datetime, occurred_at: datetime) -> str:
    """补录 +9 天 for an entry written down on a later day than it happened; "" for one of the same day."""
    days = (local_date(recorded_at) - local_date(occurred_at)).days
    return ngettext("补录 +%(n)d 天", "补录 +%(n)d 天", days) % {"n": days} if days > 0 else ""


@register.filter
def mask(value: str | None, keep: str = "3,4") -> str:
    """138****5678: keeps the first and last characters, stars between; a short value is all stars."""
    text = str(value or "")
    head, tail = (int(part) for part in keep.split(","))
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[len(text) - tail :]}"


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key, or nothing."""
    return mapping.get(key)


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether a form field is one tick box, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outlined picture beside a word; screen readers skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("kernel/icons.svg"), name
    )


@register.inclusion_tag("kernel/_tabs.html", takes_context=True)
def tabs(context: Context, active: str = "") -> dict[str, Any]:
    """The five tabs; `active` or `tab` in the context lights one, else the address does."""
    request = context.get("request")
    lit = active or context.get("tab") or _tab_of(request.path if request else "/")
    return {"tabs": TABS, "active": lit}


def _tab_of(path: str) -> str:
    if path == "/":
        return "home"
    return next((name for prefix, name in PREFIXES if f"{path}/".startswith(f"{prefix}/")), "services")


@register.inclusion_tag("kernel/_chart.html")
def chart(figure: Chart) -> dict[str, Any]:
    """A Chart as a picture with its table behind it; the table is what printers and screen readers get."""
    return {"chart": figure, "id": f"chart-{next(_chart_numbers)}"}


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The present address's query with some values changed: `href="{% query page=2 %}"`."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = str(value)
    return f"?{params.urlencode()}"
