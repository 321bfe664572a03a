"""What the log says, written down when a round ends; `zhibu quiz replay` computes it again and compares."""

from django.db import models

from zhibu.quiz.models.round import Round


class Score(models.Model):
    """What a person who took part did. `time_ms` is the sum over right answers; `is_first` holds in his window."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="scores", db_index=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    window = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveSmallIntegerField()
    firsts = models.PositiveSmallIntegerField(default=0)
    time_ms = models.PositiveIntegerField(default=0)
    is_first = models.BooleanField(default=False)
    passed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="scored_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person_id}: {self.right}"


class First(models.Model):
    """Who answered a question right first, in each window."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="firsts", db_index=False)
    question = models.PositiveSmallIntegerField()
    window = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    time_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "question", "window"], name="one_first_a_question")]

    def __str__(self) -> str:
        return f"{self.round_id}.{self.question} {self.person_id}"


class Missed(models.Model):
    """A question that a person answered wrong, kept for himself until he knows it. Nobody else reads this."""

    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    question = models.PositiveSmallIntegerField()
    missed_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "round", "question"], name="missed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.round_id}.{self.question}"
