"""Sign-up and leave: what a person said beforehand."""

from django.db import models
from django.db.models import Q

from zhibu.activities.enums import SignUpState
from zhibu.activities.models.activity import Activity, Session
from zhibu.kernel.crypto import SealedField


class SignUp(models.Model):
    """One person's word about one activity. The waiting list is in the order of `at`.

    The reason of a leave is often health (class A, rules.md 10.2), so it is sealed.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="signups")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="signups")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=SignUpState)
    at = models.DateTimeField()
    reason = SealedField(blank=True, default="")
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="one_signup_a_person"),
            models.CheckConstraint(
                condition=~Q(state__in=[SignUpState.LEAVE_GRANTED, SignUpState.LEAVE_REFUSED]) | ~Q(decided_by=""),
                name="leave_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="signup_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
