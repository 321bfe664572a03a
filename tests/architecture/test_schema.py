"""The schema keeps the product honest: no scores for clicking, no floats for money, no ties between apps."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

# A column for one of these would sooner or later be scored (architecture: the ledger has no kind for them).
FORBIDDEN = {
    "online_seconds", "online_minutes", "screen_time", "login_count", "logins", "likes", "like_count", "forward_count",
    "forwards", "share_count", "shares", "page_views", "view_count", "read_seconds", "rank", "ranking", "streak",
}  # fmt: skip


def is_forbidden(column):
    """Whether a column, or its last words, names something that is never counted."""
    return any(column == word or column.endswith(f"_{word}") for word in FORBIDDEN)


def own_fields():
    """(model, field) of every column of ours, many-to-many fields too."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("zhibu.")]
    return [(model, field) for model in ours for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]


def label(model, field):
    return f"{model._meta.label}.{field.name}"


def test_no_column_counts_presence_or_popularity():
    assert [label(model, field) for model, field in own_fields() if is_forbidden(field.name)] == []


@pytest.mark.parametrize(("column", "refused"), [("likes", True), ("day_streak", True), ("unlike", False)])
def test_the_lint_reads_whole_words(column, refused):
    assert is_forbidden(column) is refused


def test_no_amount_is_a_float_or_a_decimal():
    loose = (models.FloatField, models.DecimalField)
    assert [label(model, field) for model, field in own_fields() if isinstance(field, loose)] == []


def test_a_key_to_another_app_leaves_no_trace_there():
    loud = [
        label(model, field)
        for model, field in own_fields()
        if field.is_relation
        and field.related_model is not None
        and field.related_model._meta.app_label != model._meta.app_label
        and field.remote_field.related_name != "+"
    ]
    assert loud == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
