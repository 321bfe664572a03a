"""Every evening at eight: the round is made and sealed by itself, by the rule that the officers set."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Q

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import organisations, within
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.questions.api import pick
from zhibu.quiz.enums import Mode, Policy
from zhibu.quiz.models import Evening, Question, Round
from zhibu.quiz.queries.rounds import MANAGERS, get_evening
from zhibu.quiz.services.rounds import Plan, create_round, put, seal_round

SYSTEM = Viewer.system("quiz")
NOT_AGAIN = 20  # rounds in which a question does not come again, while the bank is large enough


@dataclass(frozen=True, slots=True, kw_only=True)
class EveningPlan:
    """What an officer sets once. `tags` are words of the bank, separated by spaces."""

    title: str
    at_time: time = time(20)
    count: int = 5
    seconds: int = 20
    mode: str = Mode.BUZZ_IN
    policy: str = Policy.ARRIVAL
    tags: str = ""
    difficulty: int | None = None
    reward_note: str = ""


def set_evening(viewer: Viewer, *, organisation_id: int, plan: EveningPlan, at: datetime) -> Evening:
    """Have a round every evening from now on; what was set before for the organisation gives way."""
    held = organisations(SYSTEM).filter(within(viewer.paths(MANAGERS)), pk=organisation_id)
    if not held.exists():
        raise NoSuchOrganisation
    with transaction.atomic():
        Evening.objects.filter(organisation_id=organisation_id, is_on=True).update(is_on=False)
        made = Evening.objects.create(
            organisation_id=organisation_id, created_by=viewer.name, created_at=at, **asdict(plan)
        )
        audit(viewer, action="quiz.evening", subject=f"evening:{made.pk}", at=at)
    prepare_evenings(at=at)
    return made


def stop_evening(viewer: Viewer, *, evening_id: int, at: datetime) -> Evening:
    """No further rounds; those that are made stay."""
    evening = get_evening(viewer, evening_id)
    Evening.objects.filter(pk=evening.pk).update(is_on=False)
    audit(viewer, action="quiz.evening-stop", subject=f"evening:{evening.pk}", at=at)
    return evening


def prepare_evenings(*, at: datetime) -> list[Round]:
    """Make and seal the next round of each arrangement, once a day; without questions it waits for an officer."""
    made = (_prepare(evening, at) for evening in Evening.objects.filter(is_on=True).select_related("organisation"))
    return [round_ for round_ in made if round_]


def _prepare(evening: Evening, at: datetime) -> Round | None:
    day = local_date(at)
    if _moment(evening, day) <= at + timedelta(minutes=1):
        day += timedelta(days=1)
    if Round.objects.filter(evening=evening, on=day).exists():
        return None
    plan = Plan(
        title=evening.title, mode=evening.mode, policy=evening.policy, seconds=evening.seconds,
        reward_note=evening.reward_note, starts_at=_moment(evening, day), pass_mark=(evening.count * 3 + 4) // 5,
    )  # fmt: skip
    key = uuid5(NAMESPACE_URL, f"zhibu-evening-{evening.pk}-{day}")
    with transaction.atomic():
        made = create_round(
            SYSTEM, organisation_id=evening.organisation_id, plan=plan, key=key, at=at, evening=evening, on=day
        )
        chosen = _questions(evening, day)
        put(made, chosen)
        if len(chosen) == evening.count:
            seal_round(SYSTEM, round_id=made.pk, at=at)
    return made


def _questions(evening: Evening, day: date) -> list[dict]:  # type: ignore[type-arg]
    """`count` questions, those of the last rounds only when there are no others."""
    found = pick(
        SYSTEM, organisation_id=evening.organisation_id, count=evening.count * (NOT_AGAIN + 1),
        tags=evening.tags.split(), difficulty=evening.difficulty, seed=f"{evening.pk}:{day}",
    )  # fmt: skip
    before = evening.rounds.order_by("-on").values_list("pk", flat=True)[:NOT_AGAIN]
    used = set(Question.objects.filter(Q(round_id__in=list(before))).values_list("sheet__id", flat=True))
    fresh = sorted(found, key=lambda sheet: sheet.id in used)
    return [asdict(sheet) for sheet in fresh[: evening.count]]


def _moment(evening: Evening, day: date) -> datetime:
    return datetime.combine(day, evening.at_time, SHANGHAI)
