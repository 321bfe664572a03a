"""One-time links: to join, and to sign a phone in. Of a link only a digest is kept."""

from django.db import models
from django.db.models import F, Q

from zhibu.members.enums import InvitationPurpose


class Invitation(models.Model):
    """A link that lets one person in once, until it runs out or is revoked."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=InvitationPurpose)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(used_at=None, revoked_at=None), name="one_open_link"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="link_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"
