"""How the back office looks: the interface's tokens, as unfold asks for them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

THEME: dict[str, Any] = {
    "SITE_TITLE": _("支部在线 · 后台"),
    "SITE_HEADER": _("支部在线"),
    "SITE_SUBHEADER": _("后台"),
    "SITE_SYMBOL": "flag",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {
            "50": "#fdf3f3", "100": "#fbe5e5", "200": "#f6cccd", "300": "#eea5a7", "400": "#ff7a70", "500": "#c4202a",
            "600": "#b5121b", "700": "#8f0e15", "800": "#6f0b10", "900": "#4d080b", "950": "#2b0406",
        },
        "base": {
            "50": "#f7f5f2", "100": "#efebe6", "200": "#e0dbd4", "300": "#c8c2ba", "400": "#b8b2ac", "500": "#736e69",
            "600": "#595552", "700": "#403c39", "800": "#2a2725", "900": "#1c1a19", "950": "#121110",
        },
    },
}  # fmt: skip
