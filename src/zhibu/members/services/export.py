"""Taking one's own record along (rules.md 10.1: know, copy, move)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.members.queries.records import copy_of, own_person

Reader = Callable[[Viewer], Any]
_elsewhere: dict[str, Reader] = {}


def holds_about_people(name: str) -> Callable[[Reader], Reader]:
    """Let a higher app add what it holds on a person to his copy: plain values, read with himself as viewer."""

    def register(reader: Reader) -> Reader:
        _elsewhere[name] = reader
        return reader

    return register


def take_along(viewer: Viewer, *, form: str, at: datetime) -> dict[str, Any]:
    """Everything held on the viewer, in clear, as plain values; the audit log notes that he took it."""
    person = own_person(viewer)
    audit(viewer, action="record.take", subject=f"person:{person.pk}", at=at, form=form)
    elsewhere = {name: reader(viewer) for name, reader in sorted(_elsewhere.items())}
    return {"taken_at": at.isoformat(), **copy_of(person), **elsewhere}
