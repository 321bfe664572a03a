"""Passwords and codes of the named people."""

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "correct horse 42"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0"


def give_password(account, password=PASSWORD):
    account.set_password(password)
    account.save()
    return account


def give_device(account, confirmed=True):
    return TOTPDevice.objects.create(user=account, name="phone", confirmed=confirmed)


def code_of(device):
    return f"{totp(device.bin_key):06d}"


def log_in(client, name, password=PASSWORD, **data):
    return client.post("/login", {"name": name, "password": password, **data}, headers={"User-Agent": PHONE})
