"""What an organisation's numbers say (rules.md 1.2): five statements whatever the size of the tree."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, COUNTED, Category
from zhibu.members.models import Membership, PostHolding
from zhibu.organisations.api import ancestor_paths, approved, get_organisation, limits_in_force, organisations, within
from zhibu.organisations.enums import BRANCH_KINDS, Kind, Limit

if TYPE_CHECKING:
    from zhibu.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Alert:
    """One sentence about one organisation."""

    organisation_id: int
    code: str
    sentence: str


@dataclass(slots=True)
class Figures:
    """What alerts are made from. Members and full members by tree path, of the node and all below."""

    members: Counter[str] = field(default_factory=Counter)
    full: Counter[str] = field(default_factory=Counter)
    committees: set[int] = field(default_factory=set)
    grouped: set[str] = field(default_factory=set)
    approved: set[int] = field(default_factory=set)
    limits: dict[str, int] = field(default_factory=dict)


def alerts(viewer: Viewer, *, day: date, organisation_id: int | None = None) -> list[Alert]:
    """Alerts of the running organisations that the viewer's posts cover, or of one of them, in tree order."""
    nodes = organisations(viewer, to="manage").filter(state="active").order_by("path")
    if organisation_id is not None:
        nodes = nodes.filter(pk=organisation_id)
    found = list(nodes)
    figures = _figures(found, day)
    return [Alert(node.pk, code, said) for node in found for code, said in _of(node, figures)]


def _figures(nodes: "list[Organisation]", day: date) -> Figures:
    figures = Figures(limits=limits_in_force(day), approved=approved(node.pk for node in nodes))
    paths = tuple(node.path for node in nodes)
    counted = Membership.objects.filter(within(paths, field="branch__path"), status__in=COUNTED)
    full = Count("pk", filter=Q(category=Category.FULL))
    by_branch = counted.values_list("branch__path").annotate(members=Count("pk"), full=full)
    for path, members, full_members in by_branch:
        for above in ancestor_paths(path):
            figures.members[above] += members
            figures.full[above] += full_members
    committee = tuple(title for title in BRANCH_COMMITTEE if title not in ("secretary", "deputy_secretary"))
    held = PostHolding.objects.filter(organisation__in=[n.pk for n in nodes], title__in=committee, ended_on=None)
    figures.committees = set(held.values_list("organisation_id", flat=True))
    groups = Membership.objects.filter(within(paths, field="branch__path"), status__in=COUNTED, group__isnull=False)
    figures.grouped = set(groups.values_list("branch__path", flat=True).distinct())
    return figures


def _of(node: "Organisation", figures: Figures) -> list[tuple[str, str]]:
    if node.kind in BRANCH_KINDS:
        return _of_branch(node, figures)
    members, limit = figures.members[node.path], figures.limits
    if node.kind == Kind.GENERAL_BRANCH and members >= limit[Limit.GENERAL_BRANCH_BELOW]:
        return [("general_branch_large", _("党员 %(n)d 人，已达到设党委的规模，请研究改设党委。") % {"n": members})]
    small = members < limit[Limit.PARTY_COMMITTEE_FROM]
    if node.kind == Kind.PARTY_COMMITTEE and small and node.pk not in figures.approved:
        said = _("党员 %(n)d 人，设党委需经上级批准；请登记批复文号。") % {"n": members}
        return [("committee_small", said)]
    return []


def _of_branch(node: "Organisation", figures: Figures) -> list[tuple[str, str]]:
    members, full, limit = figures.members[node.path], figures.full[node.path], figures.limits
    checks = [
        (
            full < limit[Limit.BRANCH_FULL_LEAST], "too_few_full",
            _("正式党员 %(n)d 人，不足 %(limit)d 人，请考虑与邻近单位联合设立。"), full, limit[Limit.BRANCH_FULL_LEAST],
        ),
        (
            members > limit[Limit.BRANCH_MEMBERS_MOST], "too_many",
            _("党员 %(n)d 人，一般不超过 %(limit)d 人，请考虑分设支部。"), members, limit[Limit.BRANCH_MEMBERS_MOST],
        ),
        (
            full >= limit[Limit.COMMITTEE_FROM_FULL] and node.pk not in figures.committees, "committee_missing",
            _("正式党员 %(n)d 人，达到 %(limit)d 人，应设支部委员会；还没有登记委员。"), full,
            limit[Limit.COMMITTEE_FROM_FULL],
        ),
        (
            members > limit[Limit.GROUPS_OVER] and node.path not in figures.grouped, "groups_missing",
            _("党员 %(n)d 人，超过 %(limit)d 人，可以划分党小组。"), members, limit[Limit.GROUPS_OVER],
        ),
    ]  # fmt: skip
    return [(code, text % {"n": n, "limit": least}) for applies, code, text, n, least in checks if applies]


def posts_of(viewer: Viewer, organisation_id: int) -> QuerySet[PostHolding]:
    """Posts of an organisation that the viewer sees, those held now first."""
    organisation = get_organisation(viewer, organisation_id)
    held = PostHolding.objects.filter(organisation=organisation.pk).select_related("person")
    return held.order_by("ended_on", "-started_on", "title", "pk")
