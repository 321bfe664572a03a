"""One-time links: making, printing, using them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhibu.kernel.clock import now
from zhibu.kernel.errors import NotFound
from zhibu.kernel.pictures import qr
from zhibu.kernel.viewer import signed_in
from zhibu.members import queries
from zhibu.members.enums import InvitationPurpose
from zhibu.members.forms.invitations import InviteForm
from zhibu.members.forms.login import NewPasswordForm
from zhibu.members.services import invitations as services
from zhibu.members.views.login import onward

ADDRESSES = {InvitationPurpose.JOIN: "members:join", InvitationPurpose.ENTER: "members:enter"}


def invitations(request: HttpRequest) -> HttpResponse:
    """Who cannot sign in yet, and which links are open."""
    viewer = signed_in(request)
    if not queries.may_invite(viewer):
        raise NotFound
    return _list(request, InviteForm())


def _list(request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    viewer = signed_in(request)
    shown = {
        "page": Paginator(queries.without_account(viewer), 100).get_page(request.GET.get("page")),
        "open": queries.open_invitations(viewer, at=now())[:200],
        "form": form,
        "chosen": {int(pk) for pk in request.POST.getlist("people") if pk.isdecimal()},
    }
    return render(request, "members/invitations.html", shown, status=status)


@require_POST
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Make links and show them once, as slips to print."""
    viewer, form = signed_in(request), InviteForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    values = form.cleaned_data
    slips = services.invite(viewer, person_ids=values["people"], days=values["days"], at=now())
    shown = [_shown(request, slip, InvitationPurpose.JOIN) for slip in slips]
    return render(request, "members/slips.html", {"slips": shown})


def _shown(request: HttpRequest, slip: services.Slip, purpose: InvitationPurpose) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse(ADDRESSES[purpose], args=[slip.token]))
    return {"person": slip.person, "address": address, "picture": qr(address, scale=4), "until": slip.expires_at}


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    services.revoke(signed_in(request), invitation_id=pk, at=now())
    messages.success(request, _("邀请已经撤回，原来的链接不能再用。"))
    return redirect("members:invitations")


@require_POST
@never_cache
def phone_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A code on this screen that signs a phone in."""
    slip = services.make_phone_link(signed_in(request), person_id=pk, at=now())
    return render(request, "members/phone_link.html", {"slip": _shown(request, slip, InvitationPurpose.ENTER)})


@never_cache
@sensitive_post_parameters()
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Set one's password by an invitation."""
    person = services.who_joins(token, purpose=InvitationPurpose.JOIN, at=now())
    form = NewPasswordForm(getattr(person, "account", None), request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = services.join(request, token=token, password=form.cleaned_data["password"], at=now())
        messages.success(request, _("密码已经设好。以后用工号、手机号或用户名 %s 登录。") % account.username)
        return onward(request, account, "/")
    return render(request, "members/join.html", {"form": form, "person": person})


@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign this phone in by a link; it takes a tap, so that a preview of the link does not use it."""
    person = services.who_joins(token, purpose=InvitationPurpose.ENTER, at=now())
    if request.method == "POST":
        return onward(request, services.enter(request, token=token, at=now()), "/")
    return render(request, "members/enter.html", {"person": person})
