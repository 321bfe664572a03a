"""Roles and authenticators, for the security administrator."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhibu.kernel.clock import now
from zhibu.kernel.errors import NotFound
from zhibu.kernel.viewer import Viewer, signed_in
from zhibu.members import queries
from zhibu.members.enums import Role
from zhibu.members.forms.invitations import GrantForm
from zhibu.members.forms.login import ReasonForm
from zhibu.members.services import login, roles


def role_list(request: HttpRequest) -> HttpResponse:
    """Who holds what, and a search for whom to grant something."""
    viewer = signed_in(request)
    if not viewer.has_role(Role.SECURITY_ADMIN):
        raise NotFound
    search = request.GET.get("q", "")
    page = Paginator(queries.role_holders(viewer, search=search), 50).get_page(request.GET.get("page"))
    return render(request, "members/roles.html", {"page": page, "search": search})


def roles_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles by date, and what can be done."""
    viewer = signed_in(request)
    queries.get_account(viewer, pk)  # missing and forbidden alike, before the form
    form = GrantForm(queries.grantable_nodes(viewer), request.POST or None)
    if request.method == "POST" and form.is_valid():
        roles.grant_role(viewer, account_id=pk, **form.cleaned_data, at=now())
        messages.success(request, _("权限已经授予，当事人输入验证码后生效。"))
        return redirect("members:roles-of", pk)
    return render(request, "members/roles_of.html", _shown(viewer, pk) | {"form": form})


def _shown(viewer: Viewer, pk: int) -> dict[str, Any]:
    return {
        "account": queries.get_account(viewer, pk),
        "history": queries.role_history(viewer, pk),
        "own": pk == viewer.account_id,
        "reason": ReasonForm(auto_id="reset_%s"),
    }


def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role with a reason."""
    viewer = signed_in(request)
    grant = queries.get_role_grant(viewer, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        roles.end_role(viewer, grant_id=pk, reason=form.cleaned_data["reason"], at=now())
        messages.success(request, _("权限已经结束。"))
        return redirect("members:roles-of", grant.account_id)
    return render(request, "members/end_role.html", {"grant": grant, "form": form})


@require_POST
def reset_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody set up his authenticator anew."""
    viewer, form = signed_in(request), ReasonForm(request.POST)
    account = queries.get_account(viewer, pk)
    if not form.is_valid():
        return render(request, "members/reset_device.html", {"form": form, "account": account}, status=422)
    login.reset_device(viewer, account_id=pk, reason=form.cleaned_data["reason"], at=now())
    messages.success(request, _("验证器已经解除，当事人下次登录时重新绑定。"))
    return redirect("members:roles-of", pk)
