"""Files that people keep. Whose they are is said by `of`; the app that owns it says who may read."""

from django.db import models
from django.db.models import Q

from zhibu.drive.rules import PICTURES, size_text


class File(models.Model):
    """A file in the storage. `of` is the thing it belongs to ("group.12"); "" is its keeper's own.

    A deleted file keeps its row (what was there, when, who took it away); its bytes are gone.
    """

    key = models.UUIDField()
    of = models.CharField(max_length=60, blank=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    put_by = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField()
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=90)
    stored_as = models.CharField(max_length=120)
    thumbnail_as = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_has_content"),
            models.UniqueConstraint(fields=["put_by", "key"], name="file_kept_once"),
        ]
        indexes = [
            models.Index(fields=["put_by", "-put_at"], name="files_of_person", condition=Q(deleted_at=None)),
            models.Index(fields=["of"], name="files_of_thing"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_picture(self) -> bool:
        """Whether pages show it as a picture."""
        return self.content_type in PICTURES

    @property
    def is_sound(self) -> bool:
        """Whether pages offer to play it."""
        return self.content_type.startswith("audio/") or self.content_type == "video/webm"

    @property
    def size_text(self) -> str:
        """Its size as people write it."""
        return size_text(self.size)
