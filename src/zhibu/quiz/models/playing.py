"""Who came in, what each was shown, and the log of answers. Nobody who did not come stands anywhere."""

from django.db import models

from zhibu.quiz.models.round import Round


class Entrant(models.Model):
    """A person who entered a round of his own will, with the branch that kept him then.

    `left_at` is set when he leaves the organisation that plays while the round goes on.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="entrants")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    window = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="entered_a_round_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person_id}"


class Opening(models.Model):
    """When a question of a window was shown to a person; the clock of that answer."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    question = models.PositiveSmallIntegerField()
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    shown_at_ns = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "question", "person"], name="question_shown_once")]

    def __str__(self) -> str:
        return f"{self.round_id}.{self.question} {self.person_id}"


class Answer(models.Model):
    """One line of the log. Append-only; the result is computed from here and from nothing else.

    `number` is the sequencer's, `read_at_ns` when the server read the answer, `shown_at_ns` when the question was
    opened to the person, `claim_us` what the phone measured between showing and tapping, `rtt_us` its delay there
    and back. `body` is the answer as JSON in the shape of the question's key.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+", db_index=False)
    question = models.PositiveSmallIntegerField()
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    window = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=64)
    number = models.BigIntegerField()
    shown_at_ns = models.BigIntegerField()
    read_at_ns = models.BigIntegerField()
    claim_us = models.BigIntegerField(null=True, blank=True)
    rtt_us = models.BigIntegerField(default=0)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "question", "person"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.round_id}.{self.question} {self.person_id}"
