"""`{% live "group.12" %}`: the page follows these topics. A template builtin: no `{% load %}` is needed."""

from typing import Any

from django import template
from django.template.context import Context

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer
from zhibu.realtime.api import ticket

register = template.Library()


@register.inclusion_tag("realtime/_live.html", takes_context=True)
def live(context: Context, *topics: str) -> dict[str, Any]:
    """A ticket for those of the topics the viewer may read, and the script that uses it; nothing for strangers."""
    viewer: Viewer = getattr(context.get("request"), "viewer", None) or Viewer.anonymous()
    if viewer.is_anonymous:
        return {"ticket": ""}
    return {"ticket": ticket(viewer, topics, at=context.get("at") or now()), "topics": " ".join(topics)}
