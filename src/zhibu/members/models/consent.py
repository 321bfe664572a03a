"""What people are told about their data, and what they answered."""

from django.db import models
from django.utils.translation import get_language

from zhibu.members.enums import ConsentPurpose


class ConsentText(models.Model):
    """A version of a notice. A new version asks again; an old one stays for the answers given to it."""

    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    body_en = models.TextField(blank=True)
    needed = models.BooleanField(default=False)
    in_force_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="one_text_a_version")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"

    def said(self) -> tuple[str, str]:
        """Title and body in the language of the page; the Chinese text is the one that binds."""
        if (get_language() or "").startswith("en") and self.body_en:
            return self.title_en, self.body_en
        return self.title, self.body


class Consent(models.Model):
    """An answer to a text; append-only. Withdrawing is a new answer, and the latest counts."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="answers")
    agreed = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "text", "answered_at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.text_id} {self.agreed}"
