"""One's own account: password, devices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.members import queries
from zhibu.members.forms.login import PasswordForm
from zhibu.members.services import consent, login, sessions
from zhibu.members.views.login import target_of


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password."""
    signed_in(request)
    form = PasswordForm(request.user, request.POST or None)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        login.change_password(request, password=form.cleaned_data["password"], at=now())
        messages.success(request, _("密码已经更换，其他设备需要重新登录。"))
        return redirect(target_of(request))
    return render(request, "members/password.html", {"form": form})


def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    viewer = signed_in(request)
    shown = {
        "sessions": queries.sessions(viewer, at=now()),
        "present": request.session.session_key,
        "needs_code": queries.has_roles(viewer.account_id),
    }
    return render(request, "members/devices.html", shown)


@require_POST
def end_device(request: HttpRequest, handle: str) -> HttpResponse:
    """Sign one device out."""
    sessions.end_session(signed_in(request), handle=handle)
    messages.success(request, _("这台设备已经退出登录。"))
    return redirect("members:devices")


@require_POST
def end_devices(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sessions.end_all_sessions(signed_in(request), at=now())
    return redirect("members:login")


def notices(request: HttpRequest) -> HttpResponse:
    """What is done with one's data and why; answers, which can be changed at any time."""
    viewer, target = signed_in(request), target_of(request)
    if request.method == "POST":
        agreed = {int(pk): True for pk in request.POST.getlist("agreed") if pk.isdecimal()}
        consent.answer_notices(viewer, answers=agreed, at=now())
        messages.success(request, _("您的选择已经记下，随时可以在这里更改。"))
        return redirect(target)
    texts = queries.consent_texts(viewer, today=local_date(now()))
    return render(request, "members/notices.html", {"texts": texts, "next": target})
