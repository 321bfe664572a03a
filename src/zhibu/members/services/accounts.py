"""Opening accounts."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.members.errors import AccountTaken
from zhibu.members.models import Account
from zhibu.members.queries import get_person


def create_account(
    viewer: Viewer, *, person_id: int, username: str, password: str, at: datetime, must_change_password: bool = False
) -> Account:
    """A personal account; a password that somebody else chose must be changed. Raises AccountTaken, NoSuchPerson."""
    person = get_person(viewer, person_id, to="manage")
    account = Account(
        person=person, username=username.strip().lower(), created_at=at, must_change_password=must_change_password
    )
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
            audit(viewer, action="account.create", subject=f"account:{account.pk}", at=at, person=person_id)
    except IntegrityError as taken:
        raise AccountTaken from taken
    return account
