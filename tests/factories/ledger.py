"""Entries as the ledger would write them."""

from datetime import timedelta
from itertools import count

from tests.world import NOW
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import Evidence, Mode
from zhibu.ledger.services import Fact, record

_numbers = count(1)


def fact(person, organisation, **changes):
    """A theme day attended an hour ago, face to face, by the rotating code."""
    usual = {
        "kind": "theme_party_day_attended", "occurred_at": NOW - timedelta(hours=1), "source_app": "tests",
        "source_key": f"fact-{next(_numbers)}", "mode": Mode.OFFLINE, "evidence": Evidence.CODE,
        "title": "十一月主题党日",
    }  # fmt: skip
    return Fact(member_id=person.pk, organisation_id=organisation.pk, **usual | changes)


def entry(person, organisation, *, at=NOW, by="Alice", **changes):
    """The fact, recorded."""
    return record(Viewer.system(by), fact(person, organisation, **changes), at=at)
