"""Building a matter without code, its windows and its lists."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.casework import services
from zhibu.casework.forms.answers import AnswerForm
from zhibu.casework.forms.building import FORMS, BasicsForm, NewMatterForm, initial_of
from zhibu.casework.forms.handling import WindowForm, number_of
from zhibu.casework.queries import building, matters, windows
from zhibu.kernel.clock import now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Every matter."""
    return render(request, "casework/build/kept.html", {"rows": matters.kept(signed_in(request))})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A matter that was not there before."""
    viewer = signed_in(request)
    matters.kept(viewer)
    form = NewMatterForm(request.POST or None)
    if form.is_valid():
        draft = services.begin_matter(viewer, at=now(), **form.cleaned_data)
        return redirect("casework:draft", draft.matter.code)
    return _form(request, form, _("新建事项"), reverse("casework:kept"), _("开始"))


def _form(request: HttpRequest, form: object, heading: str, back: str, verb: str, lead: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "back_url": back, "verb": verb, "lead": lead}
    return render(request, "casework/form.html", context, status=422 if form.is_bound else 200)  # type: ignore[attr-defined]


@require_POST
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version."""
    services.begin_draft(signed_in(request), code=code, at=now())
    return redirect("casework:draft", code)


@require_safe
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft with its parts."""
    return render(request, "casework/build/draft.html", building.page_of(signed_in(request), code))


@require_http_methods(["GET", "POST"])
def basics(request: HttpRequest, code: str) -> HttpResponse:
    """Title, guide and the like."""
    viewer = signed_in(request)
    found = matters.get_draft(viewer, code)
    form = BasicsForm(request.POST or None, initial=found.definition)
    if form.is_valid():
        services.change_basics(viewer, code=code, revision=_revision(request), said=form.said(), at=now())
        return redirect("casework:draft", code)
    context = {"draft": found, "back_url": reverse("casework:draft", args=[code]), "heading": found.shape.title}
    return _part_page(request, form, context)


def _revision(request: HttpRequest) -> int:
    return number_of(request.POST.get("revision", ""))


def _part_page(request: HttpRequest, form: object, context: dict[str, object]) -> HttpResponse:
    status = 422 if form.is_bound else 200  # type: ignore[attr-defined]
    return render(request, "casework/build/part.html", {"form": form, **context}, status=status)


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, code: str, name: str, place: int) -> HttpResponse:
    """A field, a material, a step or a letter."""
    viewer = signed_in(request)
    found = matters.get_draft(viewer, code)
    row = building.row_of(found, name, place)
    form = FORMS[name](request.POST or None, initial=initial_of(name, row) if row else None)
    if form.is_valid():
        where: dict[str, Any] = {"code": code, "revision": _revision(request), "part": name, "place": place}
        services.change_part(viewer, said=form.said(), at=now(), **where)
        return redirect("casework:draft", code)
    back = reverse("casework:draft", args=[code])
    return _part_page(request, form, {"draft": found, "back_url": back, "heading": building.LABELS[name]})


@require_POST
def shift(request: HttpRequest, code: str, name: str, place: int, how: str) -> HttpResponse:
    """One place up, or out."""
    service = services.move_part if how == "up" else services.remove_part
    service(signed_in(request), code=code, revision=_revision(request), part=name, place=place, at=now())
    return redirect("casework:draft", code)


@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """As the applicant would see it."""
    found = matters.get_draft(signed_in(request), code)
    form = AnswerForm(asked=found.shape.fields, for_others=found.shape.for_others)
    return render(request, "casework/build/preview.html", {"draft": found, "shape": found.shape, "form": form})


@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Put it in force."""
    made = services.publish_draft(signed_in(request), code=code, changes=request.POST.get("changes", ""), at=now())
    messages.success(request, _("已发布第 %(n)d 版。正在办的件仍按原来的版本办完。") % {"n": made.number})
    return redirect("casework:kept")


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    services.drop_draft(signed_in(request), code=code)
    return redirect("casework:kept")


@require_POST
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Open or close a matter."""
    services.open_or_close(signed_in(request), code=code, is_open=request.POST.get("open") == "yes", at=now())
    return redirect("casework:kept")


@require_http_methods(["GET", "POST"])
def window_list(request: HttpRequest, code: str) -> HttpResponse:
    """The windows of a matter, a new one, the lists."""
    viewer = signed_in(request)
    matter = matters.get_matter(viewer, code)
    form = WindowForm(request.POST or None)
    if form.is_valid():
        services.make_window(viewer, code=code, at=now(), **form.cleaned_data)
        return redirect("casework:windows", code)
    context = {"matter": matter, "form": form, "windows": windows.windows_of(matter).prefetch_related("batches")}
    return render(request, "casework/build/windows.html", context, status=422 if form.is_bound else 200)


@require_POST
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The next list."""
    made = services.make_batch(signed_in(request), window_id=pk, at=now())
    messages.success(request, _("第 %(n)d 份名单已生成，共 %(rows)d 件。") % {"n": made.number, "rows": made.rows})
    return redirect("casework:windows", made.window.matter.code)


@require_safe
def batch_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A list as a workbook."""
    viewer = signed_in(request)
    found = windows.get_batch(viewer, pk)
    services.note_download(viewer, found, at=now())
    name = f"{found.window.title}-{found.number}.xlsx"
    return attachment(windows.workbook(found), name=name, content_type=XLSX)
