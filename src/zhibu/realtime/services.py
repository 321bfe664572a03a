"""Posts are written here: one transaction for all that one app's rooms have waiting."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from zhibu.realtime.registry import Post, Uplink


def store_posts(taker: Uplink, posts: Sequence[Post]) -> Sequence[dict[str, Any]]:
    """The acknowledgements of the app; when this returns, the rows are on the disk."""
    with transaction.atomic(durable=True):
        acknowledgements = taker.store(posts)
    if len(acknowledgements) != len(posts):
        raise RuntimeError("store() gives one acknowledgement a post")
    return acknowledgements


def make_durable() -> None:
    """Commits of this thread's connection wait for the disk; PostgreSQL does so anyway."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
