"""Reads about accounts, their second factor and their devices."""

import time
from base64 import b32encode
from datetime import datetime

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhibu.kernel.prepared import Prepared
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Role
from zhibu.members.errors import NoSuchPerson
from zhibu.members.models import Account, PostHolding, RoleGrant, Session
from zhibu.organisations.api import ancestor_paths, within


def account_named(name: str) -> Account | None:
    """The one active account of a user name, employee number or mobile, without case or blanks; None if unclear."""
    wanted = "".join(name.split()).lower()[:60]
    accounts = Account.objects.filter(is_active=True)
    found = accounts.filter(username=wanted).first()
    if found or not wanted:
        return found
    others = list(accounts.filter(Q(person__employee_number__iexact=wanted) | Q(person__mobile=wanted))[:2])
    return others[0] if len(others) == 1 else None


def has_roles(account_id: int | None) -> bool:
    """Whether an account holds a post or role, so that it needs the second factor."""
    if account_id is None:
        return False
    grants = RoleGrant.objects.filter(account_id=account_id, ended_on=None)
    posts = PostHolding.objects.filter(person__account=account_id, ended_on=None)
    return grants.exists() or posts.exists()


def has_device(viewer: Viewer) -> bool:
    """Whether an authenticator has been set up and confirmed."""
    return bool(TOTPDevice.objects.filter(user_id=viewer.account_id, confirmed=True).exists())


def demo_code(viewer: Viewer, *, confirmed: bool = True) -> str:
    """In the demo, for its own accounts alone: the code that the viewer's authenticator would show now; else ""."""
    if not settings.DEMO or not _is_of_the_demo(viewer):
        return ""
    device = TOTPDevice.objects.filter(user_id=viewer.account_id, confirmed=confirmed).order_by("-pk").first()
    if device is None:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = max(time.time(), (device.last_t + 1) * device.step + device.t0)
    return f"{totp.token():0{device.digits}d}"


def _is_of_the_demo(viewer: Viewer) -> bool:
    own = Account.objects.filter(username__in=settings.DEMO_ACCOUNTS)
    return viewer.account_id is not None and own.filter(pk=viewer.account_id).exists()


def accounts(viewer: Viewer) -> QuerySet[Account]:
    """The accounts a security administrator looks after: of the branches below him; at the top of the tree also of
    people without one."""
    paths = viewer.paths([Role.SECURITY_ADMIN])
    scope = within(paths, field="person__membership__branch__path")
    if any(len(ancestor_paths(path)) <= 1 for path in paths):
        scope |= Q(person__membership=None)
    return Account.objects.filter(scope).select_related("person__membership__branch")


def get_account(viewer: Viewer, pk: int) -> Account:
    """One account, or NoSuchPerson alike for missing and forbidden."""
    found = accounts(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchPerson
    return found


def sessions(viewer: Viewer, *, at: datetime) -> QuerySet[Session]:
    """The viewer's own devices that are signed in, the latest first."""
    own = Session.objects.filter(account_id=viewer.account_id, expire_date__gt=at)
    return own.order_by("-last_seen_on", "-started_on")


def key_to_type(device: TOTPDevice) -> str:
    """The authenticator's key in groups of four, for typing."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


_BY_ID = Prepared(lambda pk: Account.objects.filter(pk=pk))


class AccountBackend(ModelBackend):
    """Django's own backend; the account of a session, which every request asks for, by a query written once."""

    def get_user(self, user_id: int) -> Account | None:
        """The account if it may still sign in."""
        found = _BY_ID.rows(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
