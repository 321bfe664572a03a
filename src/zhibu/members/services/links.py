"""Open one-time links of a person."""

from datetime import datetime

from zhibu.members.models import Account, Invitation


def revoke_open_links(person_id: int, *, at: datetime) -> None:
    """Take back every open link to somebody's account, in the caller's transaction.

    Called when he gets a role or post: a link made while he had none would open an officer's account.
    """
    if Account.objects.filter(person_id=person_id).exists():
        Invitation.objects.filter(person_id=person_id, used_at=None, revoked_at=None).update(revoked_at=at)
