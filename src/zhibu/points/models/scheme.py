"""A scheme of points for a year: indexes, and the facts each is read from."""

from django.db import models
from django.db.models import Q

from zhibu.points.enums import ASPECT_FIELDS, Aspect, CapPeriod, Formula, IndexKind, Review, SchemeState, Settle


class Scheme(models.Model):
    """What counts in an organisation in a year. Values are tenths of a point everywhere in this app.

    A scheme is changed only while it is a draft; a change of an active one is a new version.
    `cap_*` bound the bonus of an aspect (rules.md 7.2). `carry_over` is per cent of last year's figure.
    The four `top_list_*` fields allow names in the order of figures, for one scope and until one day.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=SchemeState, default=SchemeState.DRAFT)
    cap_morality = models.PositiveSmallIntegerField(default=60)
    cap_ability = models.PositiveSmallIntegerField(default=80)
    cap_diligence = models.PositiveSmallIntegerField(default=80)
    cap_performance = models.PositiveSmallIntegerField(default=140)
    cap_honesty = models.PositiveSmallIntegerField(default=40)
    carry_over = models.PositiveSmallIntegerField(default=0)
    resolution = models.CharField(max_length=200, blank=True)
    top_list_reason = models.CharField(max_length=200, blank=True)
    top_list_scope = models.CharField(max_length=200, blank=True)
    top_list_until = models.DateField(null=True, blank=True)
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="drafts")
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "version"], name="scheme_version_once"),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=Q(state=SchemeState.ACTIVE), name="one_active_scheme"
            ),
            models.CheckConstraint(
                condition=Q(state=SchemeState.DRAFT) | ~Q(resolution=""), name="active_scheme_has_resolution"
            ),
            models.CheckConstraint(condition=Q(carry_over__lte=100), name="carry_over_is_per_cent"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def bonus_caps(self) -> dict[int, int]:
        """Tenths by aspect."""
        return {aspect.value: getattr(self, f"cap_{field}") for aspect, field in ASPECT_FIELDS.items()}


class Index(models.Model):
    """One index of a scheme. Which of the numbers count depends on `formula`:

    per_fact: `value` for each fact, bounded by `cap` (negative both, for a penalty) in each `cap_period`;
    full_minus_missed: `value`, less `step` for each fact, not below 0;
    hours_ratio: `value` × min(hours, `target`) / target, `target_officers` for secretaries and committee members;
    threshold: `value` when the facts come to `needed` or more. `needed` and targets are tenths of the fact's unit.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="indexes")
    code = models.CharField(max_length=20)
    aspect = models.PositiveSmallIntegerField(choices=Aspect)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=IndexKind)
    formula = models.CharField(max_length=20, choices=Formula)
    value = models.IntegerField(default=0)
    cap = models.IntegerField(default=0)
    cap_period = models.CharField(max_length=10, choices=CapPeriod, default=CapPeriod.YEAR)
    step = models.PositiveIntegerField(default=0)
    needed = models.PositiveIntegerField(default=0)
    target = models.PositiveIntegerField(default=0)
    target_officers = models.PositiveIntegerField(default=0)
    settle = models.CharField(max_length=10, choices=Settle)
    evidence = models.CharField(max_length=300, blank=True)
    is_self_declared = models.BooleanField(default=False)
    review = models.CharField(max_length=30, choices=Review)
    origin = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="index_code_once"),
            models.CheckConstraint(
                condition=~Q(formula=Formula.HOURS_RATIO) | (Q(target__gt=0) & Q(target_officers__gt=0)),
                name="hours_have_a_target",
            ),
            models.CheckConstraint(
                condition=~Q(formula=Formula.THRESHOLD) | Q(needed__gt=0), name="threshold_needs_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class Source(models.Model):
    """A kind of fact that an index is read from."""

    index = models.ForeignKey(Index, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "kind"], name="fact_feeds_index_once")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.index_id}"
