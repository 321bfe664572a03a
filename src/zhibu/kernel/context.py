"""Display wishes of this browser: elder mode, theme, text size."""

from typing import Any

from django.http import HttpRequest

SCALES = ("0.9", "1", "1.25", "1.5", "1.75")
THEMES = ("auto", "light", "dark")


def wishes(request: HttpRequest) -> dict[str, Any]:
    """What the cookies say, checked against the known values."""
    scale, theme = request.COOKIES.get("zhibu_scale", "1"), request.COOKIES.get("zhibu_theme", "auto")
    return {
        "elder": request.COOKIES.get("zhibu_elder") == "1",
        "scale": scale if scale in SCALES else "1",
        "theme": theme if theme in THEMES else "auto",
    }


def display(request: HttpRequest) -> dict[str, Any]:
    """Attributes of <html>, and the viewer."""
    return {"display": wishes(request), "viewer": getattr(request, "viewer", None)}
