"""The edge: one process that will carry `/rt/*` itself and hands every page to Django through a WSGI bridge.

Django's own ASGI handler starts a thread a request; the bridge keeps a pool (docs/adr/0006-wsgi-bridge.md).
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from zhibu.config.wsgi import application as pages

application = WSGIMiddleware(cast("Any", pages), workers=4, send_queue_size=64)
