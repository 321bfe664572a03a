"""What a page of one app shows of another above it, asked only when the page asks."""

from typing import Any

from django.http import HttpRequest

from zhibu.mailbox.api import takes_letters


def doors(request: HttpRequest) -> dict[str, Any]:
    """Ways in without an account, for the page of signing in."""
    return {"takes_letters": takes_letters}
