"""Names of facts in the ledger, so that a fact has one name whoever looks for it.

A living check-in has written `<kind>_attended` under `came(checkin.pk)`. The signed list therefore writes
"attended" only for people without one, and reverses the check-in's fact where the organiser says otherwise.
"""

from zhibu.activities.enums import ActivityKind

SOURCE = "activities"


def came(checkin_id: int) -> str:
    """The source key of what a check-in left."""
    return f"check-in:{checkin_id}"


def came_hours(checkin_id: int) -> str:
    """The source key of its class hours."""
    return f"check-in:{checkin_id}:hours"


def attended(kind: str) -> str:
    """The ledger kind of having attended an activity of `kind`."""
    return f"{ActivityKind(kind).value}_attended"
