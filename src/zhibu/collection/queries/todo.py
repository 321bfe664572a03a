"""What asks for a person: sheets to fill in, sheets to check."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhibu.collection.enums import ASKERS
from zhibu.collection.queries.reach import to_check
from zhibu.collection.queries.sheets import to_fill
from zhibu.collection.rules.burden import minutes
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """The two most urgent sheets, and one card for what waits to be checked."""
    cards = [
        Todo(
            _("“%(title)s”大约 %(minutes)d 分钟，已知的不用再填。")
            % {"title": sheet.request.title if sheet.request else _("核对我的信息"), "minutes": minutes(sheet.seconds)},
            verb=_("去填写"), url=reverse("collection:sheet", args=[sheet.pk]),
            due_at=sheet.request.due_at if sheet.request else None, weight=3,
        )
        for sheet in to_fill(viewer)[:2]
    ]  # fmt: skip
    return [*cards, *_checks(viewer)]


def _checks(viewer: Viewer) -> list[Todo]:
    waiting = to_check(viewer).count() if viewer.paths(ASKERS) else 0
    if not waiting:
        return []
    sentence = ngettext("有 %(n)d 份填报等您核对", "有 %(n)d 份填报等您核对", waiting)
    return [Todo(sentence % {"n": waiting}, verb=_("去核对"), url=reverse("collection:checks"), weight=4)]
