"""Messages that follow from what others announce."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import now
from zhibu.kernel.events import after
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_above, officers_on
from zhibu.members.events import CorrectionAnswered
from zhibu.notify.services import send
from zhibu.organisations.api import ancestor_paths, get_organisation
from zhibu.organisations.enums import ABOVE_DOES, RenewalStage
from zhibu.organisations.events import RenewalMovedOn, RenewalReminded

SYSTEM = Viewer.system("notify")


@after(RenewalReminded)
def tell_of_renewal(event: RenewalReminded) -> None:
    """The secretaries of the branch and of the level above (rules.md 1.4)."""
    organisation = get_organisation(SYSTEM, event.organisation_id)
    officers = officers_above(organisation.path, "secretary", "organization_member")
    text = (
        _("%(name)s换届已超期，请尽快筹备或报批延期。")
        if event.step[0] == "+"
        else _("%(name)s本届任期将于%(day)s届满，请着手筹备换届。")
    )
    send(
        SYSTEM, person_ids=[post.person_id for post in officers],
        sentence=text % {"name": organisation.short_name, "day": event.due_on},
        key=f"renewal:{event.organisation_id}:{event.due_on}:{event.step}", at=now(),
        url=reverse("organisations:renewal", args=[organisation.pk]),
    )  # fmt: skip


@after(RenewalMovedOn)
def tell_whose_turn_it_is(event: RenewalMovedOn) -> None:
    """The officers who do the next step of a renewal: the branch's, or those of the level above (rules.md 1.6)."""
    if not event.following:
        return
    organisation = get_organisation(SYSTEM, event.organisation_id)
    paths = ancestor_paths(organisation.path)
    whose = paths[:-1][-1:] if event.following in ABOVE_DOES else paths[-1:]
    text = _("%(name)s换届进行到“%(stage)s”，请办理。")
    send(
        SYSTEM, person_ids=[post.person_id for post in officers_on(whose, "secretary", "organization_member")],
        sentence=text % {"name": organisation.short_name, "stage": RenewalStage(event.following).label},
        key=f"renewal-step:{event.organisation_id}:{event.due_on}:{event.following}", at=now(),
        url=reverse("organisations:renewal", args=[organisation.pk]),
    )  # fmt: skip


@after(CorrectionAnswered)
def tell_who_asked(event: CorrectionAnswered) -> None:
    """The person who asked for a correction learns that it was answered; the message itself names no value."""
    send(
        SYSTEM, person_ids=[event.person_id], sentence=_("您申请的更正已经办理，请查看结果。"),
        key=f"correction:{event.correction_id}", url=reverse("members:my-corrections"), at=now(),
    )  # fmt: skip
