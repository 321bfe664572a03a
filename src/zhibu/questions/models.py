"""The bank: each row is one version of a question; what people have answered is never changed under them."""

from django.db import models
from django.db.models import Q

from zhibu.questions.enums import Difficulty, Kind, State
from zhibu.questions.rules.drafts import Draft, answer_text
from zhibu.questions.rules.sheets import QuestionSheet


class Question(models.Model):
    """One version. Versions of the same question share `series`; at most one of them is in use.

    `key` and `options` have the shapes of rules/sheets.py; `folded` is the stem without width, case and signs.
    """

    series = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    stem = models.CharField(max_length=500)
    options = models.JSONField(default=list, blank=True)
    key = models.JSONField()
    variants = models.JSONField(default=list, blank=True)
    tolerance = models.CharField(max_length=30, default="0")
    explanation = models.CharField(max_length=1000)
    source = models.CharField(max_length=300)
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, default=Difficulty.MEDIUM)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    folded = models.CharField(max_length=500, db_index=True)
    written_by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    written_by_name = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by_name = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="question_version_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state=State.REVIEWED), name="one_version_of_a_question_in_use"
            ),
            models.UniqueConstraint(fields=["series"], condition=Q(state=State.DRAFT), name="one_draft_of_a_question"),
            models.CheckConstraint(
                condition=~Q(state=State.REVIEWED) | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by_name="")),
                name="question_in_use_was_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("written_by")),
                name="question_reviewed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="questions_in_use")]

    def __str__(self) -> str:
        return f"{self.stem[:40]} v{self.version}"

    @property
    def sheet(self) -> QuestionSheet:
        """As quiz and school hold it."""
        return QuestionSheet(
            id=self.pk, kind=str(self.kind), stem=self.stem, options=tuple(self.options), key=self.key,
            variants=tuple(self.variants), tolerance=self.tolerance, explanation=self.explanation, source=self.source,
        )  # fmt: skip

    @property
    def draft(self) -> Draft:
        """As it was written; prefetch `tags` for a list."""
        return Draft(
            kind=Kind(self.kind), stem=self.stem, options=tuple(self.options), key=self.key,
            variants=tuple(self.variants), tolerance=self.tolerance, explanation=self.explanation, source=self.source,
            difficulty=self.difficulty, tags=tuple(self.tag_names),
        )  # fmt: skip

    @property
    def answer_text(self) -> str:
        """The right answer as people write it."""
        return answer_text(self.kind, self.key)

    @property
    def tag_names(self) -> list[str]:
        """Its tags in order; prefetch `tags` for a list."""
        return sorted(tag.name for tag in self.tags.all())


class Tag(models.Model):
    """A word that questions are found by."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "name"], name="question_tagged_once")]
        indexes = [models.Index(fields=["name"], name="questions_by_tag")]

    def __str__(self) -> str:
        return self.name


class QuestionImport(models.Model):
    """One uploaded table between preview and import. `drafts` are its sound rows as texts, by row number.

    `key` comes with the form, so that sending it twice uploads once; the questions made take their series from it.
    """

    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by_name = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    rows = models.PositiveIntegerField()
    drafts = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "uploaded_at"], name="question_imports")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def bad_rows(self) -> int:
        """Rows that stay out."""
        return self.rows - len(self.drafts)
