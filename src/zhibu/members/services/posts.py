"""Who holds which post, from when to when (rules.md 1.3, 1.5)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.errors import NotFound
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_OFFICERS, COUNTED, Category, Role
from zhibu.members.errors import DayWrong, FormerHolderLater, NoSuchPerson, PostNotFitting
from zhibu.members.events import PostEnded, PostHeld
from zhibu.members.models import Membership, PostHolding
from zhibu.members.queries import get_person
from zhibu.members.services.links import revoke_open_links
from zhibu.organisations.api import ancestor_paths, get_organisation
from zhibu.organisations.enums import Kind, PostTitle

CONFIRMED_ABOVE = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY)  # reported to the level above, rules.md 1.5
APPOINTED = (PostTitle.ORGANIZER, PostTitle.INSTRUCTOR)


def appoint(
    viewer: Viewer,
    *,
    person_id: int,
    organisation_id: int,
    title: str,
    started_on: date,
    elected: bool = True,
    document: str = "",
    at: datetime,
) -> PostHolding:
    """A person holds a post from a day on; a new secretary ends the former one that day.

    The same call again gives the post that is there. Secretary and deputy are entered by the level above.
    Raises PostNotFitting, FormerHolderLater, DayWrong, NoSuchPerson, NoSuchOrganisation.
    """
    if started_on > local_date(at):
        raise DayWrong
    organisation = get_organisation(viewer, organisation_id, to="manage")
    _check_authority(viewer, organisation.path, title)
    get_person(viewer, person_id)
    _check_fitting(person_id, path=organisation.path, kind=organisation.kind, title=title, elected=elected)
    return _hold(
        viewer,
        PostHolding(
            person_id=person_id, organisation_id=organisation_id, title=title, started_on=started_on,
            elected=elected, document=document,
        ),
        at=at,
    )  # fmt: skip


def _hold(viewer: Viewer, post: PostHolding, *, at: datetime) -> PostHolding:
    held = PostHolding.objects.filter(organisation_id=post.organisation_id, title=post.title, ended_on=None)
    try:
        with transaction.atomic():
            if there := held.select_for_update().filter(person_id=post.person_id).first():
                return there
            if post.title == PostTitle.SECRETARY:
                _end_former(viewer, held.first(), on=post.started_on, at=at)
            post.save()
            revoke_open_links(post.person_id, at=at)
            _tell(viewer, post, action="post.hold", at=at)
    except IntegrityError:  # two people entered it in the same moment; the first one stands
        return held.get(person_id=post.person_id)
    return post


def _end_former(viewer: Viewer, former: PostHolding | None, *, on: date, at: datetime) -> None:
    if former is None:
        return
    if former.started_on > on:
        raise FormerHolderLater
    _end(viewer, former, on=on, at=at)


def end_post(viewer: Viewer, *, post_id: int, ended_on: date, document: str = "", at: datetime) -> PostHolding:
    """A post ends on a day; ending it again changes nothing. Raises DayWrong, NoSuchPerson."""
    with transaction.atomic():
        post = PostHolding.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=post_id)
        holding = post.first()
        if holding is None or not viewer.holds((*BRANCH_OFFICERS, Role.PARTY_AFFAIRS), holding.organisation.path):
            raise NoSuchPerson
        _check_authority(viewer, holding.organisation.path, holding.title)
        if not holding.started_on <= ended_on <= local_date(at):
            raise DayWrong
        if holding.ended_on is None:
            _end(viewer, holding, on=ended_on, document=document, at=at)
    return holding


def end_posts_below(viewer: Viewer, *, person_id: int, path: str, on: date, at: datetime) -> None:
    """End every post that a person holds on a node or below it; "" for all. In the caller's transaction."""
    posts = PostHolding.objects.select_for_update(of=("self",)).filter(person_id=person_id, ended_on=None)
    for post in posts.filter(organisation__path__startswith=path):
        _end(viewer, post, on=max(on, post.started_on), at=at)


def _end(viewer: Viewer, post: PostHolding, *, on: date, at: datetime, document: str = "") -> None:
    post.ended_on = on
    post.save(update_fields=["ended_on"])
    _tell(viewer, post, action="post.end", document=document, at=at)


def _tell(viewer: Viewer, post: PostHolding, *, action: str, at: datetime, document: str = "") -> None:
    who: dict[str, Any] = {
        "person_id": post.person_id,
        "organisation_id": post.organisation_id,
        "title": str(post.title),
    }
    audit(
        viewer, action=action, subject=f"person:{post.person_id}", at=at, **who, document=document or post.document
    )  # fmt: skip
    if post.ended_on is None:
        publish(PostHeld(**who, started_on=post.started_on.isoformat()))
    else:
        publish(PostEnded(**who, ended_on=post.ended_on.isoformat()))


def _check_authority(viewer: Viewer, path: str, title: str) -> None:
    """An officer does not make secretaries of his own branch; the level above does (rules.md 1.5)."""
    above = ancestor_paths(path)[:-1]
    if title not in CONFIRMED_ABOVE or viewer.holds((Role.PARTY_AFFAIRS,), path):
        return
    if not (above and viewer.holds(BRANCH_OFFICERS, above[-1])):
        raise NotFound


def _check_fitting(person_id: int, *, path: str, kind: str, title: str, elected: bool) -> None:
    """Groups have leaders and nothing else; what is elected is held by a full member of the body."""
    membership = Membership.objects.filter(person_id=person_id, status__in=COUNTED).select_related("branch").first()
    of_group = kind == Kind.PARTY_GROUP
    if membership is None or of_group != (title == PostTitle.GROUP_LEADER):
        raise PostNotFitting
    if of_group:
        fits = path.startswith(membership.branch.path)
    elif elected and title not in APPOINTED:
        fits = membership.category == Category.FULL and membership.branch.path.startswith(path)
    else:
        fits = True
    if not fits:
        raise PostNotFitting
