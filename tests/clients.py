"""Signing in without the login form."""

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhibu.members.models import Account


def sign_in(client: Client, account: Account, *, verified: bool = True) -> Client:
    """A client whose session belongs to the account, with the second factor passed when `verified`."""
    client.force_login(account, backend="zhibu.members.queries.accounts.AccountBackend")
    if verified:
        device, _ = TOTPDevice.objects.get_or_create(user=account, name="test", confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    _seen(client)
    return client


def age_session(client: Client, **moments: int) -> None:
    """Put the moments of a session where a test wants them: `code_at`, `active_at`."""
    session = client.session
    session.update(moments)
    session.save()


def _seen(client: Client) -> None:
    """Roles do not lapse, the code stays fresh, and the day is not noted in the midst of a test."""
    session = client.session
    session.update({"seen_on": "2999-12-31", "active_at": 32503593600, "code_at": 32503593600})
    session.save()
