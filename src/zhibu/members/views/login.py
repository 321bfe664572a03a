"""Signing in and out."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.pictures import qr
from zhibu.kernel.viewer import signed_in
from zhibu.members import queries
from zhibu.members.forms.login import CodeForm, LoginForm
from zhibu.members.services import guessing, login, sessions

if TYPE_CHECKING:
    from zhibu.members.models import Account


def target_of(request: HttpRequest) -> str:
    """Where `next` leads, when it stays on this host; else the home page."""
    wish = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if safe else "/"


def onward(request: HttpRequest, account: "Account", target: str) -> HttpResponse:
    """After signing in, in a browser that is known from now on: to notices not answered yet, to the second factor for
    whoever holds a role, then on."""
    if queries.has_roles(account.pk):
        target = f"{reverse('members:code')}?{urlencode({'next': target})}"
    if queries.consent_owed(account.person_id, today=local_date(now())):
        target = f"{reverse('members:notices')}?{urlencode({'next': target})}"
    response = redirect(target)
    guessing.remember(request, response, account=account)
    return response


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.account:
        sessions.open_session(request, account=form.account, at=now())
        return onward(request, form.account, target_of(request))
    lapsed = "next" in request.GET and "zhibu_session" in request.COOKIES
    return render(request, "members/login.html", {"form": form, "next": target_of(request), "lapsed": lapsed})


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """What django-axes shows for a name that is locked at this address: when to try again."""
    until = queries.locked_until(username=credentials["username"], address=guessing.address_of(request))
    return render(request, "members/locked.html", {"until": until}, status=429)


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The second factor."""
    viewer, target = signed_in(request), target_of(request)
    if not queries.has_device(viewer):
        return redirect(f"{reverse('members:code-setup')}?{urlencode({'next': target})}")
    form = CodeForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(target)
    shown = {"form": form, "next": target, "demo_code": queries.demo_code(viewer)}
    return render(request, "members/code.html", shown)


@never_cache
def code_setup(request: HttpRequest) -> HttpResponse:
    """Bind an authenticator: picture, key to type, first code. A bound one is replaced only after a code of its own."""
    viewer, target = signed_in(request), target_of(request)
    if login.owes_code(request, at=now()):
        return redirect(f"{reverse('members:code')}?{urlencode({'next': request.get_full_path()})}")
    form = CodeForm(request, request.POST or None, setting_up=True)
    if request.method == "POST" and form.is_valid():
        return redirect(target)
    device = login.prepare_device(viewer)
    return render(request, "members/code_setup.html", {"form": form, "next": target} | _to_bind(request, device))


def _to_bind(request: HttpRequest, device: Any) -> dict[str, Any]:
    viewer = signed_in(request)
    return {
        "picture": qr(device.config_url),
        "key": queries.key_to_type(device),
        "demo_code": queries.demo_code(viewer, confirmed=False),
    }


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Good-bye."""
    sessions.sign_out(request)
    return redirect("members:login")
