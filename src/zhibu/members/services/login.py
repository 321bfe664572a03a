"""Password and second factor."""

import math
from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhibu.audit.api import record
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Role
from zhibu.members.errors import CodeTooSoon, NoDevice, NotAllowed, WrongCode, WrongPassword
from zhibu.members.models import Account
from zhibu.members.queries.accounts import account_named, get_account, has_device
from zhibu.members.queries.viewers import viewer_of
from zhibu.members.services import guessing
from zhibu.members.services.sessions import ACTIVE, account_id_of

CODE_DEVICE = "authenticator"
CODE_AT = "code_at"


def check_password(request: HttpRequest, *, name: str, password: str, at: datetime) -> Account:
    """The account of a name (user name, employee number or mobile) and password.

    Raises WrongPassword, TriesTooFast. Failures are counted under the account's own name, whatever was typed.
    """
    found = account_named(name)
    username = found.username if found else name.strip().lower()[:60]
    guessing.check_pace(request, username=username, at=at)
    account = authenticate(request, username=username, password=password)
    if account is None:
        guessing.count_failure(request)
        raise WrongPassword
    return account


@transaction.atomic
def prepare_device(viewer: Viewer) -> TOTPDevice:
    """The authenticator that is being set up; the same one until it is confirmed."""
    Account.objects.select_for_update().get(pk=account_id_of(viewer))
    device = TOTPDevice.objects.filter(user_id=viewer.account_id, confirmed=False).first()
    return device or TOTPDevice.objects.create(user_id=viewer.account_id, name=CODE_DEVICE, confirmed=False)


def pass_code(request: HttpRequest, *, code: str, at: datetime, setting_up: bool = False) -> None:
    """Give this session its roles by a code of the authenticator; `setting_up` confirms a new one.

    A code works once; after a wrong one the next try waits 1, 2, 4 … seconds. Raises WrongCode, CodeTooSoon,
    NoDevice.
    """
    account = request.user
    device, passed = _try(account.pk, code, setting_up=setting_up)  # type: ignore[arg-type]
    if not passed:
        raise WrongCode
    otp_login(request, device)
    request.session.cycle_key()
    request.session.update({ACTIVE: int(at.timestamp()), CODE_AT: int(at.timestamp())})
    request.viewer = viewer_of(request)  # type: ignore[attr-defined]


def owes_code(request: HttpRequest, *, at: datetime) -> bool:
    """Whether an act that binds, such as a signature, asks for the code first: none was given in this session in the
    last CODE_FRESH. Whoever has no authenticator owes none (rules.md 10.3; thirty minutes are practice)."""
    given = request.session.get(CODE_AT, 0)
    if request.user.is_verified() and at.timestamp() - given <= settings.CODE_FRESH.total_seconds():  # type: ignore[union-attr]
        return False
    return has_device(request.viewer)  # type: ignore[attr-defined]


def pass_code_if_owed(request: HttpRequest, *, code: str, at: datetime) -> None:
    """Before an act that binds: take `code` where one is owed. Raises WrongCode, CodeTooSoon."""
    if owes_code(request, at=at):
        pass_code(request, code=code, at=at)


@transaction.atomic
def _try(account_id: int, code: str, *, setting_up: bool) -> tuple[TOTPDevice, bool]:
    devices = TOTPDevice.objects.select_for_update().filter(user_id=account_id, confirmed=not setting_up)
    device = devices.order_by("-pk").first()
    if device is None:
        raise NoDevice
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise CodeTooSoon(max(1, math.ceil((why["locked_until"] - now()).total_seconds())))
    passed = bool(device.verify_token(code))
    if passed and setting_up:
        TOTPDevice.objects.filter(user_id=account_id).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    return device, passed


@transaction.atomic
def reset_device(viewer: Viewer, *, account_id: int, reason: str, at: datetime) -> None:
    """Forget the authenticator of somebody who lost his phone; he sets up a new one. By the security
    administrator, never for himself; audited with the reason."""
    account = get_account(viewer, account_id)
    if not viewer.has_role(Role.SECURITY_ADMIN) or account.pk == viewer.account_id:
        raise NotAllowed
    TOTPDevice.objects.filter(user=account).delete()
    record(viewer, action="reset_second_factor", subject=f"account:{account.pk}", at=at, reason=reason)


@transaction.atomic
def change_password(request: HttpRequest, *, password: str, at: datetime) -> None:
    """Set one's own new password; every other session ends with the old one."""
    account = Account.objects.select_for_update().get(pk=account_id_of(request.viewer))  # type: ignore[attr-defined]
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    update_session_auth_hash(request, account)
    record(request.viewer, action="change_password", subject=f"account:{account.pk}", at=at)  # type: ignore[attr-defined]
