"""People: what is held on a person, most of it once, some of it sealed."""

from django.db import models
from django.db.models import Q

from zhibu.kernel.crypto import SealedField, blind_index
from zhibu.members.enums import Sex


def citizen_id_index(number: str) -> str | None:
    """By which a person is found by his whole number; None for none, because the column is unique."""
    return blind_index(number, purpose="citizen_id") if number else None


class Person(models.Model):
    """A member, an employee who is not a member, or both at different times.

    Class A fields (rules.md 10.2) are sealed; `citizen_id_index` finds a person by number,
    `citizen_id_mask` is what lists show (1199**********0015).
    """

    name = models.CharField(max_length=80, db_index=True)
    former_name = models.CharField(max_length=80, blank=True)
    sex = models.PositiveSmallIntegerField(choices=Sex, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=20, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    citizen_id = SealedField(blank=True, default="")
    citizen_id_index = models.CharField(max_length=32, null=True, blank=True, unique=True)
    citizen_id_mask = models.CharField(max_length=18, blank=True)
    education = models.CharField(max_length=40, blank=True)
    degree = models.CharField(max_length=40, blank=True)
    employee_number = models.CharField(max_length=30, null=True, blank=True, unique=True)
    is_employee = models.BooleanField(default=True)
    work_post = models.CharField(max_length=60, blank=True)
    work_unit_and_post = models.CharField(max_length=120, blank=True)
    technical_post = models.CharField(max_length=60, blank=True)
    work_since = models.DateField(null=True, blank=True)
    mobile = models.CharField(max_length=20, blank=True, db_index=True)
    phone = models.CharField(max_length=30, blank=True)
    home_address = SealedField(blank=True, default="")
    residence = SealedField(blank=True, default="")
    household_place = models.CharField(max_length=120, blank=True)
    native_place = models.CharField(max_length=60, blank=True)
    new_stratum_kind = models.CharField(max_length=40, blank=True)
    league_joined_on = models.DateField(null=True, blank=True)
    is_migrant_worker = models.BooleanField(default=False)
    is_taiwan_origin = models.BooleanField(default=False)
    is_in_hardship = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(citizen_id_index__isnull=True) | ~Q(citizen_id_mask=""),
                name="indexed_id_is_masked",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)
