"""GET /healthz: is every backend there."""

from collections.abc import Callable
from importlib.metadata import version

import django
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse

from zhibu.realtime.bus import bus


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("healthz", "ok", 5)
    if cache.get("healthz") != "ok":
        raise RuntimeError("the cache forgot a value at once")


def _storage() -> None:
    default_storage.exists("healthz")


def _realtime() -> None:
    if bus().state() != "ok":
        raise ConnectionError("what changes is not told to open pages")


BACKENDS: dict[str, Callable[[], None]] = {
    "database": _database,
    "cache": _cache,
    "storage": _storage,
    "realtime": _realtime,
}


def state_of(check: Callable[[], None]) -> str:
    """ "ok", or the kind of the failure; never its text, which may carry an address."""
    try:
        check()
    except Exception as error:
        return type(error).__name__
    return "ok"


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with versions when every backend answers, 503 with the names of those that do not."""
    states = {name: state_of(check) for name, check in BACKENDS.items()}
    healthy = all(state == "ok" for state in states.values())
    body = {
        "status": "ok" if healthy else "down",
        "zhibu": version("zhibu"),
        "django": django.__version__,
        **states,
    }
    return JsonResponse(body, status=200 if healthy else 503)
