"""Statements that every request sends: Django writes their SQL once, each call only sends it.

Writing the SQL of a query with joins costs thirty times what SQLite needs to answer it.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache, cached_property
from inspect import signature
from threading import local
from typing import Any, Generic, TypeVar, cast

from django.db import connection, models
from django.db.models import Field, Model, QuerySet
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Value = int | str | date
# What stands for a value, by its type and place, while the SQL is written.
_MARKS: dict[type, Callable[[int], Value]] = {
    int: lambda place: -7919 - place,
    str: lambda place: f"\ue000{place}",
    date: lambda place: date(1001 + place, 1, 1),
    datetime: lambda place: datetime(1001 + place, 1, 1, tzinfo=UTC),
}


class Prepared(local, Generic[Row]):
    """`Prepared(lambda pk: Thing.objects.filter(pk=pk))`; `.rows(5)` gives what the query set would give for 5.

    Values are whole numbers unless their types are named in order: `Prepared(lambda name, day: …, str, date)`.
    Each thread writes for itself, because a connection belongs to a thread.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *types: type) -> None:
        self._build, self._types = build, types or (int,) * len(signature(build).parameters)

    @cached_property
    def _written(self) -> tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[tuple[int | None, Any], ...]]:
        marks = [_MARKS[kind](place) for place, kind in enumerate(self._types)]
        queryset = self._build(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        compiler.get_converters = lambda _: converters
        queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return queryset, compiler, str(sql), _places(marks, params)

    def rows(self, *values: Value) -> list[Row]:
        """The rows for these values."""
        queryset, compiler, sql, places = self._written
        adapted = [_adapted(value) for value in values]
        params = tuple(param if place is None else adapted[place] for place, param in places)
        compiler.as_sql = lambda *_, **__: (sql, params)  # type: ignore[method-assign]
        return list(cast("Any", queryset)._iterable_class(queryset))


class PreparedUpdate(local):
    """`PreparedUpdate(lambda pk, name: (Thing.objects.filter(pk=pk), {"name": name}), int, str)`; `.run(5, "a")`."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], *types: type) -> None:
        self._build, self._types = build, types

    @cached_property
    def _written(self) -> tuple[str, tuple[tuple[int | None, Any], ...]]:
        marks = [_MARKS[kind](place) for place, kind in enumerate(self._types)]
        queryset, values = self._build(*marks)
        query = cast("UpdateQuery", queryset.query.chain(UpdateQuery))
        query.add_update_values(values)
        sql, params = query.get_compiler(connection=connection).as_sql()
        return str(sql), _places(marks, params)

    def run(self, *values: Value | None) -> int:
        """Change the rows that these values name; returns how many."""
        sql, places = self._written
        adapted = [_adapted(value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, [param if place is None else adapted[place] for place, param in places])
            return int(cursor.rowcount)


def _adapted(value: Value | None) -> Any:
    """A value as the database driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _places(marks: list[Value], params: Sequence[Any]) -> tuple[tuple[int | None, Any], ...]:
    """For each parameter of the SQL the place of its value, or None and the parameter itself."""
    known = [_adapted(mark) for mark in marks]
    places = tuple((known.index(param) if param in known else None, param) for param in params)
    for place, mark in enumerate(marks):
        if place not in {found for found, _ in places}:
            raise ValueError(f"Value {place + 1} is no plain parameter of the statement ({mark!r} in {params!r})")
    return places


class Insertion:
    """`Insertion(Thing).rows([thing, …])`: one INSERT of new rows, and what it returns; no signals.

    `unless_there` names the columns of a unique key: a row that is there already is skipped and not returned.
    """

    def __init__(self, model: type[Model], *, returning: str = "id", unless_there: str = "") -> None:
        self._model, self._returning = model, returning
        self._conflict = f"ON CONFLICT ({unless_there}) DO NOTHING " if unless_there else ""

    @cached_property
    def _fields(self) -> tuple["Field[Any, Any]", ...]:
        return tuple(field for field in self._model._meta.concrete_fields if not field.primary_key)

    @cached_property
    def _places(self) -> str:
        return "(" + ", ".join(["%s"] * len(self._fields)) + ")"

    @cached_property
    def _head(self) -> str:
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        return f'INSERT INTO "{self._model._meta.db_table}" ({columns}) VALUES '  # noqa: S608 (names of our own model)

    def rows(self, things: Sequence[Model]) -> list[tuple[Any, ...]]:
        """Insert; the columns of `returning` of each row that came in, in the order given."""
        return self.values([[getattr(thing, field.attname) for field in self._fields] for thing in things])

    def values(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """The same without model objects: the values of every field but the key, in the model's order."""
        prepare = _Preparing()
        values = [prepare(field, value) for row in rows for field, value in zip(self._fields, row, strict=True)]
        sql = f"{self._head}{', '.join([self._places] * len(rows))} {self._conflict}RETURNING {self._returning}"
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())


# Fields whose plain values the database driver takes as they are.
_PLAIN_FIELDS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
_PLAIN_VALUES = (str, int, bool, type(None))


class _Preparing:
    """Values as the driver takes them; what many rows of a batch share, such as their time, is worked out once."""

    def __init__(self) -> None:
        self._times: dict[datetime, Any] = {}

    def __call__(self, field: "Field[Any, Any]", value: Any) -> Any:
        if value.__class__ in _PLAIN_VALUES and _is_plain(cast("Any", field.__class__)):
            return value
        if value.__class__ is not datetime:
            return field.get_db_prep_save(value, connection)
        if value not in self._times:
            self._times[value] = field.get_db_prep_save(value, connection)
        return self._times[value]


@cache
def _is_plain(kind: type[Any]) -> bool:
    """Whether the field's own class is one of Django's; one of ours may seal or convert what it is given."""
    return issubclass(kind, _PLAIN_FIELDS) and kind.__module__.startswith("django.")
