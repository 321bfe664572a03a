"""What the kernel stores: announced events, their deliveries, things due at a time, filters that people keep."""

from django.db import models

from zhibu.kernel.clock import now


class StoredEvent(models.Model):
    """An announced event, kept with the fact it tells of."""

    kind = models.CharField(max_length=200)
    body = models.JSONField()
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Delivery(models.Model):
    """One handler's copy of an event: claimed once, retried until it succeeds."""

    event = models.ForeignKey(StoredEvent, on_delete=models.CASCADE, db_index=False)  # first in the unique key
    handler = models.CharField(max_length=200)
    due_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_handler")]
        indexes = [
            models.Index(fields=["due_at"], name="delivery_waiting", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id}"


class DueTask(models.Model):
    """Something to do at a time: a reminder, the end of a notice period, a seal.

    `key` names the thing, so scheduling it twice is the same as once.
    """

    job = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="task_waiting", condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return self.key


class SavedFilter(models.Model):
    """A filter of a back-office list that somebody keeps under a name of his own. `place` names the list."""

    account_id = models.BigIntegerField()
    place = models.CharField(max_length=100)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "place", "name"], name="filter_named_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)
