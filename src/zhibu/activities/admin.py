"""Activities, for record keepers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.activities.models import Activity
from zhibu.activities.queries.activity import MANAGERS, activities
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    """Activities that the viewer manages."""

    title = _("活动")
    labels = {
        "kind": _("活动种类"), "title": _("标题"), "agenda": _("议程或内容"), "place": _("地点"),
        "online_url": _("线上参加的网址"), "organisation": _("组织"), "state": _("状态"), "starts_at": _("开始时间"),
        "ends_at": _("结束时间"), "signup_deadline": _("报名截止"), "capacity": _("人数上限"),
        "needs_signup": _("需要报名"), "allows_online": _("可以线上参加"), "audience": _("谁参加"),
        "for_full": _("正式党员"), "for_probationary": _("预备党员"), "for_employees": _("向全体员工开放"),
        "host": _("主持人"), "cancelled_reason": _("取消原因"), "created_by": _("登记人"),
        "created_at": _("登记时间"), "published_at": _("发布时间"), "held_at": _("召开时间"),
    }  # fmt: skip
    exclude = ("class_hours", "series", "key")
    readers = tuple(map(str, MANAGERS))
    ordering = ("-starts_at", "pk")
    list_display = ("title", "kind", "state", "organisation", "starts_at", "ends_at")
    list_select_related = ("organisation",)
    list_filter = ("kind", "state")
    search_fields = ("title",)

    def scope(self, viewer: Viewer) -> QuerySet[Activity]:
        """As on the pages."""
        return activities(viewer, to="manage")
