"""zhibu begin: the first organisation and the first security administrator of an empty installation."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.members.enums import Role
from zhibu.organisations import api as organisations
from zhibu.organisations.enums import Kind

INSTALLER = Viewer.system("zhibu begin")


class Command(BaseCommand):
    """Afterwards the security administrator gives roles to everybody else, on pages."""

    help = "Set up the first organisation and its security administrator in an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The committee's names, and who administers security."""
        parser.add_argument("organisation", help="full name of the Party committee, as on its seal")
        parser.add_argument("short_name", help="what people call it")
        parser.add_argument("person", help="name of the security administrator")
        parser.add_argument("username", help="by which he or she signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing; the password is shown once and must be changed at the first sign-in."""
        if organisations.organisations(INSTALLER).exists():
            raise CommandError("There is an organisation already; its security administrator gives roles.")
        password = secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                self._begin(password=password, **options)
        except Refused as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from refusal
        self.stdout.write(f"Sign in as {options['username']} with {password} (shown once; change it then).")

    def _begin(
        self, *, organisation: str, short_name: str, person: str, username: str, password: str, **_: Any
    ) -> None:
        at = now()
        root = organisations.found(
            INSTALLER, parent_id=None, name=organisation, short_name=short_name, kind=Kind.PARTY_COMMITTEE,
            founded_on=local_date(at), at=at,
        )  # fmt: skip
        who = members.create_employee(INSTALLER, name=person, at=at)
        account = members.create_account(
            INSTALLER, person_id=who.pk, username=username, password=password, at=at, must_change_password=True
        )
        members.grant_role(INSTALLER, account_id=account.pk, role=Role.SECURITY_ADMIN, organisation_id=root.pk, at=at)
