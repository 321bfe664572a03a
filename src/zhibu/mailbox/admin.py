"""The back office has counts only: no letter, no key, nothing of a conversation."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import HOLDERS
from zhibu.mailbox.models import Box
from zhibu.mailbox.queries.figures import counted_until
from zhibu.mailbox.rules.figures import LEAST


@admin.register(Box)
class BoxAdmin(ScopedAdmin):
    """Mailboxes, and how many letters each has had."""

    title = _("书记信箱")
    labels = {
        "organisation": _("组织"), "name": _("信箱"), "reply_days": _("第一次答复天数"), "finding_days": _("办结天数"),
        "elsewhere": _("还可以向哪里反映"), "opened_on": _("开设日期"), "closed_on": _("停用日期"),
        "letters_so_far": _("来信数（到上月底）"),
    }  # fmt: skip
    readers = (*HOLDERS, "system_admin", "audit_admin")
    ordering = ("organisation__path",)
    list_display = ("name", "organisation", "reply_days", "finding_days", "opened_on", "closed_on", "letters_so_far")
    search_fields = ("name",)

    def scope(self, viewer: Viewer) -> QuerySet[Box]:
        """All: which mailboxes there are is public. A count that moved with each letter would tell its minute."""
        counted = Q(letters__received_on__lt=counted_until(local_date(now())))
        return Box.objects.select_related("organisation").annotate(count=Count("letters", filter=counted))

    @admin.display(description=_("来信数（到上月底）"))
    def letters_so_far(self, box: Box) -> str:
        """A small number is held back."""
        count = int(getattr(box, "count", 0))
        return str(_("少于 %(n)d") % {"n": LEAST}) if 0 < count < LEAST else str(count)
