"""People, memberships, posts and roles, for record keepers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.members.models import Membership, Person, PostHolding, RoleGrant
from zhibu.members.queries import memberships, people
from zhibu.members.queries.people import READERS
from zhibu.members.rules.record import LABELS
from zhibu.organisations.api import within

KEEPERS = (*map(str, BRANCH_OFFICERS), str(Role.PARTY_AFFAIRS))


PERSON = (
    "name", "former_name", "sex", "ethnicity", "birth_date", "education", "degree", "employee_number", "work_post",
    "work_unit_and_post", "technical_post", "work_since", "mobile", "phone", "household_place", "native_place",
    "new_stratum_kind", "league_joined_on", "is_migrant_worker", "is_taiwan_origin", "is_in_hardship",
)  # fmt: skip
MEMBERSHIP = (
    "branch", "group", "category", "status", "joined_on", "full_on", "joining_kind", "joining_branch",
    "probation_extended_to", "is_lost", "lost_since", "is_mobile", "flow_to", "registered_on",
)  # fmt: skip


@admin.register(Person)
class PersonAdmin(ScopedAdmin):
    """People; class A fields are neither listed nor shown."""

    title = _("人员")
    labels = {name: LABELS[name] for name in PERSON} | {
        "citizen_id_mask": _("公民身份号码"), "is_employee": _("是否在册职工"), "created_at": _("登记时间"),
        "updated_at": _("更新时间"),
    }  # fmt: skip
    readers = KEEPERS
    list_display = ("name", "sex", "employee_number", "work_post", "education", "citizen_id_mask")
    list_filter = ("sex", "is_employee")
    search_fields = ("name", "employee_number")

    def scope(self, viewer: Viewer) -> QuerySet[Person]:
        """As on the pages."""
        return people(viewer, to="manage")

    def get_exclude(self, request, obj=None):  # type: ignore[no-untyped-def]
        """Neither sealed values nor their index."""
        return [*super().get_exclude(request, obj), "citizen_id_index"]


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """The roll."""

    title = _("党员名册")
    labels = {name: LABELS[name] for name in MEMBERSHIP} | {
        "person": _("姓名"), "standing_adjustment_months": _("党龄扣除（月）"), "voting_suspended": _("暂停表决权"),
    }  # fmt: skip
    readers = READERS
    list_display = ("person", "branch", "group", "category", "status", "joined_on", "full_on")
    list_select_related = ("person", "branch", "group")
    list_filter = ("category", "status", "is_mobile", "is_lost")
    search_fields = ("person__name",)

    def scope(self, viewer: Viewer) -> QuerySet[Membership]:
        """As on the pages."""
        return memberships(viewer)


@admin.register(PostHolding)
class PostHoldingAdmin(ScopedAdmin):
    """Posts held now and before."""

    title = _("任职")
    labels = {
        "person": _("姓名"), "organisation": _("组织"), "title": _("职务"), "started_on": _("任职日期"),
        "ended_on": _("免职日期"), "elected": _("选举产生"), "document": _("依据文件"),
    }  # fmt: skip
    readers = READERS
    ordering = ("-started_on", "pk")
    list_display = ("person", "title", "organisation", "started_on", "ended_on", "elected")
    list_select_related = ("person", "organisation")
    list_filter = ("title", "elected")
    search_fields = ("person__name",)

    def scope(self, viewer: Viewer) -> QuerySet[PostHolding]:
        """Posts of the organisations that the viewer's posts cover."""
        return PostHolding.objects.filter(within(viewer.paths(READERS), field="organisation__path"))


@admin.register(RoleGrant)
class RoleGrantAdmin(ScopedAdmin):
    """Roles granted, for the security administrator."""

    title = _("角色授予")
    labels = {
        "role": _("角色"), "organisation": _("组织"), "started_on": _("授予日期"), "ended_on": _("撤回日期"),
        "granted_by": _("授予人"),
    }  # fmt: skip
    readers = (str(Role.SECURITY_ADMIN),)
    ordering = ("-started_on", "pk")
    list_display = fields = ("holder", "login_name", "role", "organisation", "started_on", "ended_on", "granted_by")
    list_select_related = ("account__person", "organisation")
    list_filter = ("role",)
    search_fields = ("account__person__name", "account__username")

    @admin.display(description=_("姓名"), ordering="account__person__name")
    def holder(self, row: RoleGrant) -> str:
        """Who holds the role."""
        return str(row.account.person.name)

    @admin.display(description=_("登录名"), ordering="account__username")
    def login_name(self, row: RoleGrant) -> str:
        """How he signs in."""
        return str(row.account.username)

    def scope(self, viewer: Viewer) -> QuerySet[RoleGrant]:
        """On the nodes that the role covers."""
        return RoleGrant.objects.filter(within(viewer.paths(self.readers), field="organisation__path"))
