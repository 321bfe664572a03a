"""A read that every request does. Django writes its SQL once a process; each call only sends it.

Writing the SQL of a query with joins costs thirty times what SQLite needs to answer it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_MARK = -7919  # stands for the value in the query that is written once


class Prepared:
    """`Prepared(lambda pk: Thing.objects.filter(pk=pk).values_list(...))`; `.rows(5)` answers for 5.

    For columns of text and whole numbers only: a database driver gives dates as it likes.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self._build = build

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self._build(_MARK).query.sql_with_params()
        return str(sql), tuple(params)

    def rows(self, value: int) -> list[tuple[Any, ...]]:
        """The rows for one value."""
        sql, params = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if param == _MARK else param for param in params])
            return list(cursor.fetchall())
