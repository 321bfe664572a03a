"""One request to the edge and its answer, in the terms of raw ASGI."""

import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.utils import translation

from zhibu.kernel.errors import Refused
from zhibu.realtime.errors import PostTooLong

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
JSON = (b"content-type", b"application/json")
PLAIN = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")
NO_STORE = (b"cache-control", b"no-store")
TO_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
RETRY_AFTER = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, as both ways in write it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    data: bytes


def whole(data: bytes, *headers: tuple[bytes, bytes], status: int = 200) -> Answer:
    """An answer that nobody keeps; one that asks to come again says when, not the same for all."""
    length = (b"content-length", b"%d" % len(data))
    wait = [(b"retry-after", b"%d" % random.randint(1, 5))] if status in RETRY_AFTER else []  # noqa: S311
    return Answer(status, [length, NO_STORE, *headers, *wait], data)


def accepted(body: Any, *, status: int = 200) -> Answer:
    """JSON."""
    return whole(TO_JSON(body).encode(), JSON, status=status)


def refused(refusal: Refused, *, cookie: str) -> Answer:
    """A refusal in the language of the browser."""
    with translation.override(_language(cookie)):
        return accepted({"code": refusal.code, "sentence": str(refusal)}, status=refusal.status)


def _language(cookie: str) -> str:
    try:
        wish = SimpleCookie(cookie).get("zhibu_language")
    except CookieError:
        wish = None
    return wish.value if wish and wish.value in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class Exchange:
    """What was asked, and ways to answer."""

    __slots__ = ("receive", "scope", "send")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send

    def query(self) -> dict[str, str]:
        """Parameters of the address, the last of each name."""
        found = parse_qs(self.scope["query_string"].decode("latin-1"))
        return {name: values[-1] for name, values in found.items()}

    def header(self, name: bytes) -> str:
        """A header's value, "" when it is missing."""
        return next((value.decode("latin-1") for key, value in self.scope["headers"] if key == name), "")

    async def body(self, limit: int) -> bytes | None:
        """The whole body; None when the caller went away. Raises PostTooLong before more than the limit is kept."""
        length = self.header(b"content-length")
        if length.isdecimal() and int(length) > limit:
            raise PostTooLong
        parts, size = [], 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise PostTooLong
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)

    async def answer(self, body: Any) -> None:
        """JSON."""
        await self._send(accepted(body))

    async def write(self, data: bytes, *headers: tuple[bytes, bytes]) -> None:
        """A whole answer."""
        await self._send(whole(data, *headers))

    async def refuse(self, refusal: Refused) -> None:
        """A refusal in the language of the browser."""
        await self._send(refused(refusal, cookie=self.header(b"cookie")))

    async def _send(self, answer: Answer) -> None:
        await self.send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await self.send({"type": "http.response.body", "body": answer.data})
