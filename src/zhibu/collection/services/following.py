"""Open sheets of members who move or leave."""

from zhibu.collection.enums import TO_CHECK, TO_FILL, SheetState
from zhibu.collection.models import Sheet


def follow(*, person_id: int, branch_id: int) -> int:
    """Sheets that are not done belong to the branch where he is now; returns how many."""
    return Sheet.objects.filter(person_id=person_id, state__in=(*TO_FILL, *TO_CHECK)).update(branch_id=branch_id)


def end_open(*, person_id: int) -> int:
    """Sheets that he has not filled in end; returns how many."""
    return Sheet.objects.filter(person_id=person_id, state__in=TO_FILL).update(state=SheetState.ENDED)
