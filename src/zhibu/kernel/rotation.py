"""Field keys: sealing every class A value again under the newest key."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from zhibu.kernel.crypto import SealedField

BATCH = 500


def sealed_fields() -> list[tuple[type[Model], SealedField]]:
    """Every sealed column of the product."""
    return [(m, f) for m in apps.get_models() for f in m._meta.local_fields if isinstance(f, SealedField)]


def rotate() -> Iterator[tuple[str, int]]:
    """Re-seal what is under an older key, a batch a transaction; yields the column and how many so far.

    Stopped in the middle, it goes on where it was: what is under the newest key is left alone.
    """
    for model, field in sealed_fields():
        done = 0
        while count := _rotate_batch(model, field):
            done += count
            yield f"{model._meta.db_table}.{field.column}", done


def waiting(model: type[Model], field: SealedField, *, limit: int | None = None) -> list[Any]:
    """Primary keys of rows whose value is sealed under an older key."""
    table, column = model._meta.db_table, field.column
    sql = f"SELECT {model._meta.pk.column} FROM {table} WHERE {column} <> '' AND {column} NOT LIKE %s"  # noqa: S608 (names of our own models)
    with connection.cursor() as cursor:
        cursor.execute(sql + (f" LIMIT {limit}" if limit else ""), [f"z1.{settings.FIELD_KEY_ID}.%"])
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def _rotate_batch(model: type[Model], field: SealedField) -> int:
    stale = waiting(model, field, limit=BATCH)
    rows = model._base_manager.select_for_update().filter(pk__in=stale).only("pk", field.name)
    for row in rows:
        model._base_manager.filter(pk=row.pk).update(**{field.name: getattr(row, field.name)})
    return len(stale)
