"""System checks that keep apps apart."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import ForeignKey


@register()
def foreign_keys_stay_quiet(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A key to another app's table has related_name="+": no app grows attributes on another's model."""
    return [
        Error(f"{model.__name__}.{field.name} needs related_name='+'", obj=model, id="zhibu.E001")
        for model in apps.get_models()
        if model.__module__.startswith("zhibu.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and _reaches_out(model, field) and not field.remote_field.hidden
    ]


def _reaches_out(model: Any, field: Any) -> bool:
    return bool(field.related_model._meta.app_label != model._meta.app_label)
