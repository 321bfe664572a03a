"""Standing appointment hours."""

from django.db import models

from zhibu.talks.enums import Office


class Hour(models.Model):
    """One bookable time of a host. People of the organisation and below may book it."""

    host = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, choices=Office)
    place = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "starts_at"], name="host_is_in_one_place")]
        indexes = [models.Index(fields=["organisation", "starts_at"], name="talk_hours")]

    def __str__(self) -> str:
        return f"{self.host_id} {self.starts_at:%F %R}"
