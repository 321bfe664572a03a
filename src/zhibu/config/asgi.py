"""The edge: one process that carries `/rt/*` itself and hands every page to Django through a WSGI bridge.

Django's own ASGI handler starts a thread a request; the bridge keeps a pool (docs/adr/0006-wsgi-bridge.md).
"""

from typing import Any, cast

from django.conf import settings

from zhibu.config.bridge import Bridge
from zhibu.config.wsgi import application as pages
from zhibu.realtime.edge import Edge

bridge = Bridge(cast("Any", pages), threads=4)
edge = Edge(settings.REALTIME)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Streams and posts to the edge, everything else to Django."""
    if scope["type"] == "http" and scope["path"].startswith("/rt/"):
        await edge(scope, receive, send)
    else:
        await bridge(scope, receive, send)
