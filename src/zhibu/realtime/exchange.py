"""One request to the edge and its answer, in the terms of raw ASGI."""

import json
import random
from collections.abc import Awaitable, Callable, Mapping
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

    async def answer(self, body: Any, *, status: int = 200) -> None:
        """JSON."""
        await self.write(TO_JSON(body).encode(), JSON, status=status)

    async def write(self, data: bytes, *headers: tuple[bytes, bytes], status: int = 200) -> None:
        """A whole answer."""
        length = (b"content-length", b"%d" % len(data))
        wait = [(b"retry-after", b"%d" % random.randint(1, 5))] if status in RETRY_AFTER else []  # noqa: S311
        start = {"type": "http.response.start", "status": status, "headers": [length, NO_STORE, *headers, *wait]}
        await self.send(start)
        await self.send({"type": "http.response.body", "body": data})

    async def refuse(self, refusal: Refused) -> None:
        """A refusal in the language of the browser."""
        with translation.override(self._language()):
            await self.answer({"code": refusal.code, "sentence": str(refusal)}, status=refusal.status)

    def _language(self) -> str:
        try:
            wish = SimpleCookie(self.header(b"cookie")).get("zhibu_language")
        except CookieError:
            wish = None
        return wish.value if wish and wish.value in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
