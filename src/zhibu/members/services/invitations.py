"""One-time links: made by officers or by oneself, used once."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.utils import reset as forgive
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from zhibu.audit.api import record
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import InvitationPurpose
from zhibu.members.errors import LinkSpent, NoSuchPerson
from zhibu.members.models import Account, Invitation, Person
from zhibu.members.queries.invitations import check_may_invite, get_invitation, invitable
from zhibu.members.services.sessions import open_session

JOIN_DAYS = 14
ENTER_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """A link to hand over. The token is nowhere else; it cannot be shown a second time."""

    person: Person
    token: str
    expires_at: datetime


@transaction.atomic
def invite(viewer: Viewer, *, person_ids: Iterable[int], days: int = JOIN_DAYS, at: datetime) -> list[Slip]:
    """Links by which people set their password, valid for `days`; a link made before is revoked.

    All or none. Raises NoSuchPerson for somebody outside the viewer's work, StaffAccount.
    """
    wanted = sorted(set(person_ids))
    people = list(invitable(viewer).filter(pk__in=wanted).order_by("name", "pk"))
    if len(people) != len(wanted) or not wanted:
        raise NoSuchPerson
    check_may_invite(viewer, people)
    return [_make(viewer, person, InvitationPurpose.JOIN, timedelta(days=days), at) for person in people]


@transaction.atomic
def make_phone_link(viewer: Viewer, *, person_id: int, at: datetime) -> Slip:
    """A link that signs one's own phone in, or at the desk somebody's who has no role; five minutes, once."""
    if person_id == viewer.person_id:
        person = Person.objects.get(pk=person_id)
    else:
        found = invitable(viewer).filter(pk=person_id).first()
        if found is None:
            raise NoSuchPerson
        person = found
        check_may_invite(viewer, [person])
    return _make(viewer, person, InvitationPurpose.ENTER, timedelta(minutes=ENTER_MINUTES), at)


def _make(viewer: Viewer, person: Person, purpose: str, lasts: timedelta, at: datetime) -> Slip:
    Person.objects.select_for_update().get(pk=person.pk)
    _open(person.pk, purpose).update(revoked_at=at)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        person=person, purpose=purpose, digest=_digest(token), made_by=viewer.name, made_at=at, expires_at=at + lasts
    )
    record(viewer, action=f"invite_{purpose}", subject=f"person:{person.pk}", at=at)
    return Slip(person, token, made.expires_at)


@transaction.atomic
def revoke(viewer: Viewer, *, invitation_id: int, at: datetime) -> None:
    """Take a link back; one that is spent stays as it is."""
    invitation = get_invitation(viewer, invitation_id)
    _open(invitation.person_id, invitation.purpose).filter(pk=invitation.pk).update(revoked_at=at)
    record(viewer, action="revoke_invitation", subject=f"person:{invitation.person_id}", at=at)


def who_joins(token: str, *, purpose: str, at: datetime) -> Person:
    """Whom a link lets in, without using it. Raises LinkSpent."""
    found = _live(at).filter(digest=_digest(token), purpose=purpose).select_related("person__account").first()
    if found is None:
        raise LinkSpent
    return found.person


@transaction.atomic
def join(request: HttpRequest, *, token: str, password: str, at: datetime) -> Account:
    """Use an invitation: set the password (every session under an old one ends) and sign in. Raises LinkSpent."""
    account = _spend(token, InvitationPurpose.JOIN, at)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    forgive(username=account.username)
    return _enter(request, account, at=at, action="join")


@transaction.atomic
def enter(request: HttpRequest, *, token: str, at: datetime) -> Account:
    """Use a phone link: sign in without a password; roles still ask for their code. Raises LinkSpent."""
    return _enter(request, _spend(token, InvitationPurpose.ENTER, at), at=at, action="enter_by_link")


def _enter(request: HttpRequest, account: Account, *, at: datetime, action: str) -> Account:
    open_session(request, account=account, at=at)
    viewer = Viewer(person_id=account.person_id, account_id=account.pk, name=account.person.name)
    record(viewer, action=action, subject=f"account:{account.pk}", at=at)
    return account


def _spend(token: str, purpose: str, at: datetime) -> Account:
    """The account behind a link, which is used up by a conditional update: of two taps one enters."""
    link = Invitation.objects.filter(digest=_digest(token), purpose=purpose).select_related("person").first()
    if link is None or not _live(at).filter(pk=link.pk).update(used_at=at):
        raise LinkSpent
    account = Account.objects.filter(person=link.person).first() or _open_account(link.person, at)
    if not account.is_active:
        raise LinkSpent
    return account


def _open_account(person: Person, at: datetime) -> Account:
    account = Account(person=person, username=_free_name(person), created_at=at)
    account.set_unusable_password()
    account.save()
    return account


def _free_name(person: Person) -> str:
    """Employee number, else mobile, else a name of our own; one that nobody has."""
    wishes = [wish.strip().lower() for wish in (person.employee_number or "", person.mobile) if wish]
    taken = set(Account.objects.filter(username__in=wishes).values_list("username", flat=True))
    return next((wish for wish in wishes if wish not in taken), f"zhibu{person.pk}")


def _open(person_id: int, purpose: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person_id=person_id, purpose=purpose, used_at=None, revoked_at=None)


def _live(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
