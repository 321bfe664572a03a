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
from zhibu.organisations.api import within

KEEPERS = (*map(str, BRANCH_OFFICERS), str(Role.PARTY_AFFAIRS))


@admin.register(Person)
class PersonAdmin(ScopedAdmin):
    """People; class A fields are neither listed nor shown."""

    title = _("人员")
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
    readers = (str(Role.SECURITY_ADMIN),)
    ordering = ("-started_on", "pk")
    list_display = ("account", "role", "organisation", "started_on", "ended_on", "granted_by")
    list_select_related = ("account", "organisation")
    list_filter = ("role",)
    search_fields = ("account__username",)

    def scope(self, viewer: Viewer) -> QuerySet[RoleGrant]:
        """On the nodes that the role covers."""
        return RoleGrant.objects.filter(within(viewer.paths(self.readers), field="organisation__path"))
