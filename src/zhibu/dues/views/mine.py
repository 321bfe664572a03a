"""A member's own dues: what is owed, how it came about, the base that only he sees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.dues import services
from zhibu.dues.forms import BaseForm, CodeForm
from zhibu.dues.queries import mine
from zhibu.dues.queries.people import own_id
from zhibu.dues.rules.sealing import plain_code
from zhibu.dues.views.page import code_of, code_or_new, form_page, hand_over
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in


@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """What I owe, what I paid, and where the sum comes from."""
    viewer, at = signed_in(request), now()
    return render(request, "dues/index.html", mine.page(viewer, code=code_of(request, viewer), at=at))


@require_http_methods(["GET", "POST"])
@never_cache
def base(request: HttpRequest) -> HttpResponse:
    """Enter my base."""
    viewer, at = signed_in(request), now()
    own_id(viewer)
    form = BaseForm(request.POST or None, initial=mine.base_form(viewer, at=at))
    if not form.is_valid():
        lead, back = _("只有您自己看得到。收党费的同志只看到应交金额、档次和交没交。"), reverse("dues:index")
        return form_page(request, form, heading=_("填写党费基数"), verb=_("算出我的党费"), back=back, lead=lead)
    code = code_or_new(request, viewer)
    services.assess_self(viewer, year=local_date(at).year, figure=form.figure(), code=code, at=at, **form.others())
    messages.success(request, _("已核定。下面是算法，一步一步都在。"))
    return hand_over(redirect("dues:index"), viewer, code)


@require_POST
def confirm_base(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the unit's figure."""
    viewer = signed_in(request)
    code = code_or_new(request, viewer)
    services.take_over(viewer, assessment_id=pk, code=code, at=now())
    messages.success(request, _("已确认。这个数字从现在起只有您打得开。"))
    return hand_over(redirect("dues:index"), viewer, code)


@require_http_methods(["GET", "POST"])
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """This browser's viewing code, or that of another device."""
    viewer = signed_in(request)
    own_id(viewer)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return hand_over(redirect("dues:index"), viewer, plain_code(form.cleaned_data["code"]))
    context = {"form": form, "code": code_of(request, viewer)}
    return render(request, "dues/code.html", context, status=422 if form.is_bound else 200)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what of one's dues, and what the sealing does not protect from."""
    signed_in(request)
    return render(request, "dues/privacy.html")
