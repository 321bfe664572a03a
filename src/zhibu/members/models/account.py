"""Accounts: how a person signs in, and the roles granted to him."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from zhibu.members.enums import ADMINISTRATORS, Role


class Accounts(BaseUserManager["Account"]):
    """What Django's login asks of a user table."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Names are compared without case or surrounding blanks."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One person's way in. Every account is personal; there are no shared ones (rules.md 10.3)."""

    person = models.OneToOneField("members.Person", models.PROTECT, related_name="account")
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = Accounts()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return str(self.username)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session ends with the password it was opened under, or when the epoch is raised (everywhere out)."""
        salt = "zhibu.members.Account.session"
        return salted_hmac(salt, f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The name of the person, as the back office shows it."""
        return str(self.person.name)

    @property
    def is_staff(self) -> bool:
        """Whether the back office opens; what it shows is scoped by the same queries as the pages."""
        return self.is_active and self.roles.filter(ended_on=None).exists()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """The back office asks its own admin classes, which ask the queries."""
        return self.is_staff

    def has_module_perms(self, label: str) -> bool:
        """See has_perm."""
        return self.is_staff


class RoleGrant(models.Model):
    """A role granted on a node of the tree; it covers the subtree until it ends."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=30, choices=Role)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "organisation"],
                condition=Q(ended_on=None),
                name="role_granted_once",
            ),
            # rules.md 10.3: system, security and audit administration are three separate people.
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role__in=[str(role) for role in ADMINISTRATORS], ended_on=None),
                name="one_of_the_three_administrators",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} @ {self.organisation_id}"
