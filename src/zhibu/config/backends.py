"""The only module that knows scheme names: one table a kind, scheme → Django setting."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def _unknown(kind: str, url: str, known: tuple[str, ...]) -> ImproperlyConfigured:
    scheme = url.split("://", 1)[0]
    return ImproperlyConfigured(f"{kind}: unknown scheme {scheme!r}. Known: {', '.join(f'{k}://' for k in known)}")


def database(url: str) -> dict[str, Any]:
    """DATABASES["default"] of `sqlite:///path` or `postgres://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path[1:])
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise _unknown("DATABASE_URL", url, ("sqlite", "postgres"))


def _sqlite(path: str) -> dict[str, Any]:
    if path != ":memory:":
        Path(path).absolute().parent.mkdir(parents=True, exist_ok=True)
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        # A file, not memory: threads of a test race on it as they would on the real one.
        "TEST": {"NAME": f"{path}.test"},
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": pragmas},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def cache(url: str) -> dict[str, Any]:
    """CACHES["default"] of `locmem://`, `redis://host:port/db` or `dummy://`."""
    scheme = url.split("://", 1)[0]
    table: dict[str, dict[str, Any]] = {
        # Sessions and counters of tries live here: Django's default of 300 entries would drop them.
        "locmem": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "zhibu",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        },
        "redis": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url},
        "dummy": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    if scheme not in table:
        raise _unknown("CACHE_URL", url, tuple(table))
    return table[scheme]


def tasks(url: str) -> dict[str, Any]:
    """How deliveries and due tasks are run: at once (`inline://`), by the worker's poll (`db://`), or woken
    through Redis (`redis://…`)."""
    scheme = url.split("://", 1)[0]
    if scheme not in {"inline", "db", "redis"}:
        raise _unknown("TASKS_URL", url, ("inline", "db", "redis"))
    return {"at_once": scheme == "inline", "wake_url": url if scheme == "redis" else ""}


def realtime(url: str, *, folder: Path | None = None) -> dict[str, Any]:
    """REALTIME of `memory://` (one process), `unix:///path` (one host) or `redis://…` (any number of edges).

    Options of any of them: `?fast=no` (serve readers by ASGI's own send), `?metrics=open` (GET /rt/metrics),
    `?readers=15000` (most at once), `?rate=5` (posts a second and person). In the folder a process remembers whose
    tickets were made worthless; Redis remembers by itself.
    """
    buses = {"memory": "memory.MemoryBus", "unix": "unix.UnixBus", "redis": "stream.RedisBus"}
    parts, query = urlsplit(url), parse_qs(urlsplit(url).query)
    if parts.scheme not in buses:
        raise _unknown("REALTIME_URL", url, tuple(buses))
    wishes = {name: values[-1] for name, values in query.items()}
    return {
        "bus": f"zhibu.realtime.bus.{buses[parts.scheme]}",
        "url": url.split("?", 1)[0],
        "fast": wishes.get("fast", "yes") != "no",
        "metrics": wishes.get("metrics") == "open",
        "readers": int(wishes.get("readers", "15000")),
        "rate": float(wishes.get("rate", "5")),
        "dropped": str(folder / "dropped") if folder and parts.scheme != "redis" else "",
    }


def storage(url: str) -> dict[str, Any]:
    """STORAGES["default"] of `file:///folder` (private: never served by path)."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise _unknown("STORAGE_URL", url, ("file",))
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": parts.path}}


def email(url: str) -> dict[str, Any]:
    """E-mail settings of `console://`, `memory://` or `smtp://user:password@host:port`."""
    parts = urlsplit(url)
    backend = {"console": "console", "memory": "locmem", "smtp": "smtp"}.get(parts.scheme)
    if backend is None:
        raise _unknown("EMAIL_URL", url, ("console", "memory", "smtp"))
    return {
        "EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
    }


def gateways(names: list[str]) -> list[str]:
    """Ways of paying dues on line, by their codes (`dues/services/gateways`): a slip of the pen must not close one
    without a word."""
    known = ("trial",)
    if strange := sorted(set(names) - set(known)):
        raise ImproperlyConfigured(f"DUES_GATEWAYS: unknown {', '.join(strange)}. Known: {', '.join(known)}")
    return names
