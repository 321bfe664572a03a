"""What members do when organisations change."""

from datetime import date

from zhibu.kernel.clock import now
from zhibu.kernel.events import within
from zhibu.kernel.viewer import Viewer
from zhibu.members.services.mergers import follow_merger, refuse_closing_with_members
from zhibu.organisations.events import OrganisationDissolved, OrganisationMerged


@within(OrganisationMerged)  # an invariant: no membership is ever kept by a merged branch
def move_members(event: OrganisationMerged) -> None:
    """Members follow in the same transaction."""
    day, by = date.fromisoformat(event.happened_on), Viewer.system(event.by)
    follow_merger(
        by, organisation_id=event.organisation_id, heir_id=event.heir_id, happened_on=day, document=event.document,
        at=now(),
    )  # fmt: skip


@within(OrganisationDissolved)  # an invariant: nobody's membership hangs in the air
def keep_open_with_members(event: OrganisationDissolved) -> None:
    """Veto while members remain."""
    refuse_closing_with_members(event.organisation_id)
