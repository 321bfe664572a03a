"""Everything held on a person, for himself and for the officers who keep his record."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category, Sex, Status
from zhibu.members.errors import NoSuchPerson
from zhibu.members.models import Account, Membership, MembershipEvent, Person, PostHolding, Reveal
from zhibu.members.queries.people import MANAGERS, READERS, covers_employees, people
from zhibu.members.rules.particulars import SEALED
from zhibu.members.rules.record import (
    CORRECTABLE,
    FORM_ITEMS,
    FURTHER_FIELDS,
    LABELS,
    MEMBERSHIP_FIELDS,
    Line,
    Section,
    Words,
    standing_words,
    yes_no,
)
from zhibu.members.rules.standing import party_standing
from zhibu.organisations.api import within

_FORM_TITLE = _("党员信息采集表")
_MEMBERSHIP_TITLE = _("党籍")
_FURTHER_TITLE = _("其他信息")
CHOICES: dict[str, Any] = {"sex": Sex, "category": Category, "status": Status}


def own_person(viewer: Viewer) -> Person:
    """The viewer's own record. Raises NoSuchPerson for nobody."""
    return _whole(Person.objects.filter(pk=viewer.person_id or 0))


def person_in_charge(viewer: Viewer, pk: int, *, to: str = "see") -> Person:
    """A person whose record the viewer keeps (`manage`) or may read by a post or role. Raises NoSuchPerson."""
    scope = people(viewer, to="manage")
    if to == "see":
        scope = scope | Person.objects.filter(_read_by(viewer))
    return _whole(scope.filter(pk=pk))


def _read_by(viewer: Viewer) -> Any:
    return within(viewer.paths(READERS), field="membership__branch__path")


def _whole(found: QuerySet[Person]) -> Person:
    person = found.select_related("membership__branch", "membership__group").first()
    if person is None:
        raise NoSuchPerson
    return person


def manages(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer keeps this record."""
    membership = membership_of(person)
    if membership is None:
        return covers_employees(viewer)
    return viewer.holds(MANAGERS, membership.branch.path)


def membership_of(person: Person) -> Membership | None:
    """His membership, without another query when it was fetched along."""
    return getattr(person, "membership", None)


def sections(person: Person, *, today: date, opened: dict[str, str] | None = None) -> list[Section]:
    """The record as the 16-item form, then what else is filled in. `opened` shows sealed fields in clear."""
    held = membership_of(person)
    values = _values(person, held, today=today) | dict(opened or {})
    groups: list[tuple[Words, Iterable[tuple[int | None, str]]]] = [
        (_FORM_TITLE, [(no, field) for no, field in FORM_ITEMS if field in values]),
        (_MEMBERSHIP_TITLE, [(None, field) for field in MEMBERSHIP_FIELDS if values.get(field)]),
        (_FURTHER_TITLE, [(None, field) for field in FURTHER_FIELDS if values[field]]),
    ]
    made = [Section(title, tuple(_line(f, values, no, opened or {}) for no, f in items)) for title, items in groups]
    return [section for section in made if section.lines]


def _line(field: str, values: dict[str, Any], number: int | None, opened: dict[str, str]) -> Line:
    sealed = field in SEALED and field not in opened and bool(values[field])
    correctable = field in CORRECTABLE
    return Line(field, LABELS[field], values[field], number=number, sealed=sealed, correctable=correctable)


def _values(person: Person, held: Membership | None, *, today: date) -> dict[str, Any]:
    """Field → words, class A masked."""
    own = {name: _words(name, getattr(person, name)) for name in LABELS if hasattr(person, name)}
    own |= {"citizen_id": person.citizen_id_mask, **{name: _hidden(getattr(person, name)) for name in SEALED[1:]}}
    return own | (_membership_values(held, today=today) if held else {})


def _membership_values(held: Membership, *, today: date) -> dict[str, Any]:
    names = [*MEMBERSHIP_FIELDS, *(field for _no, field in FORM_ITEMS)]
    values = {name: _words(name, getattr(held, name)) for name in names if hasattr(held, name)}
    months = party_standing(held.full_on, today=today, adjustment_months=held.standing_adjustment_months)
    return values | {
        "branch": held.branch.name,
        "group": held.group.name if held.group else "",
        "standing": standing_words(months),
    }


def _words(name: str, value: object) -> Words:
    if name in CHOICES:
        return CHOICES[name](value).label  # type: ignore[no-any-return]
    if isinstance(value, bool):
        return yes_no(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _hidden(value: str) -> str:
    return "＊" * min(len(value), 8)


def posts_of(person: Person) -> QuerySet[PostHolding]:
    """Posts held, the present ones first."""
    return person.posts.select_related("organisation").order_by("ended_on", "-started_on", "-pk")


def events_of(person: Person) -> QuerySet[MembershipEvent]:
    """What happened to his membership, the latest first."""
    events = person.membership_events.select_related("from_branch", "to_branch", "corrects")
    return events.order_by("-happened_on", "-pk")


def reveals_of(person: Person) -> list[Reveal]:
    """Who opened sealed fields, when and why; the latest hundred."""
    looks = list(person.reveals.order_by("-at")[:100])
    for look in looks:
        look.label = LABELS[look.field]  # type: ignore[attr-defined]
        look.by_himself = look.looked_by_id == person.pk  # type: ignore[attr-defined]
    return looks


def post_in_charge(viewer: Viewer, pk: int) -> PostHolding:
    """A present post on an organisation that the viewer manages. Raises NoSuchPerson."""
    scope = within(viewer.paths(MANAGERS), field="organisation__path")
    found = PostHolding.objects.filter(scope, pk=pk, ended_on=None).select_related("organisation", "person").first()
    if found is None:
        raise NoSuchPerson
    return found


def copy_of(person: Person) -> dict[str, Any]:
    """Everything that this app holds on a person, class A in clear: for himself alone. Plain values."""
    held = membership_of(person)
    return {
        "person": {name: _told(name, getattr(person, name)) for name in LABELS if hasattr(person, name)},
        "membership": _membership_copy(held) if held else None,
        "posts": [
            {"organisation": str(post.organisation), "title": str(post.get_title_display()),
             "started_on": _plain(post.started_on), "ended_on": _plain(post.ended_on), "document": post.document}
            for post in posts_of(person)
        ],
        "events": [
            {"change": str(event.get_change_display()), "happened_on": _plain(event.happened_on),
             "branch": str(event.to_branch or ""), "document": event.document, "reason": event.reason,
             "recorded_by": event.recorded_by}
            for event in events_of(person)
        ],
        "corrections": [
            {"field": row.field, "before": row.before, "proposed": row.proposed, "reason": row.reason,
             "state": str(row.get_state_display()), "asked_at": row.asked_at.isoformat(), "answer": row.answer,
             "answered_by": row.answered_by}
            for row in person.corrections.order_by("pk")
        ],
        "opened_by": [
            {"field": look.field, "by": look.looked_by, "reason": look.reason, "at": look.at.isoformat()}
            for look in person.reveals.order_by("pk")
        ],
        "account": _account_copy(person),
    }  # fmt: skip


def _membership_copy(held: Membership) -> dict[str, Any]:
    names = [name for name in LABELS if hasattr(held, name) and name not in {"branch", "group"}]
    values = {name: _told(name, getattr(held, name)) for name in names}
    return {"branch": held.branch.name, "group": held.group.name if held.group else "", **values}


def _account_copy(person: Person) -> dict[str, Any] | None:
    account = Account.objects.filter(person=person).first()
    if account is None:
        return None
    roles = account.roles.select_related("organisation").order_by("pk")
    return {
        "username": account.username,
        "created_at": account.created_at.isoformat(),
        "roles": [
            {"role": str(grant.get_role_display()), "organisation": str(grant.organisation),
             "started_on": _plain(grant.started_on), "ended_on": _plain(grant.ended_on)}
            for grant in roles
        ],
    }  # fmt: skip


def _told(name: str, value: object) -> object:
    return str(CHOICES[name](value).label) if name in CHOICES else _plain(value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
