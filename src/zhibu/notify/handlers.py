"""What notify tells people by itself, because the app below it cannot."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import now
from zhibu.kernel.events import after
from zhibu.kernel.viewer import Viewer
from zhibu.members.events import CorrectionAnswered
from zhibu.notify.services import send

SYSTEM = Viewer.system("notify")


@after(CorrectionAnswered)
def tell_who_asked(event: CorrectionAnswered) -> None:
    """The person who asked for a correction learns that it was answered; the message itself names no value."""
    send(
        SYSTEM, person_ids=[event.person_id], sentence=_("您申请的更正已经办理，请查看结果。"),
        key=f"correction:{event.correction_id}", url=reverse("members:my-corrections"), at=now(),
    )  # fmt: skip
