"""People for those who keep their records: list, record, changes, steps, posts."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.errors import NotFound
from zhibu.kernel.viewer import Viewer, signed_in
from zhibu.members.forms.membership import AppointForm, EndPostForm, step_for, steps_for
from zhibu.members.forms.records import DirectoryForm, MemberForm, PersonForm, RevealForm
from zhibu.members.queries import directory as listed
from zhibu.members.queries import records as held
from zhibu.members.queries.invitations import uninvited
from zhibu.members.queries.people import MANAGERS, covers_employees
from zhibu.members.rules.particulars import SEALED, birth_differs
from zhibu.members.rules.record import LABELS
from zhibu.members.services import posts, records, reveal

PAGE = 40


def people(request: HttpRequest) -> HttpResponse:
    """The list, as it is searched and filtered."""
    viewer = signed_in(request)
    form = DirectoryForm(viewer, request.GET)
    page = _pages(viewer, form.sought()).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "uninvited": uninvited(viewer, page.object_list),
        "form": form,
        "may_add": bool(viewer.paths(MANAGERS)),
        "is_staff": covers_employees(viewer),
    }
    return render(request, "members/people/list.html", context)


def _pages(viewer: Viewer, sought: listed.Sought) -> "Paginator[Any]":
    pages = Paginator(listed.directory(viewer, sought), PAGE)
    pages.count = listed.how_many(viewer, sought)
    return pages


@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One record."""
    viewer = signed_in(request)
    return render(request, "members/people/person.html", _person(viewer, pk))


def _person(viewer: Viewer, pk: int, **opened: str) -> dict[str, Any]:
    found, today = held.person_in_charge(viewer, pk), local_date(now())
    may_manage = held.manages(viewer, found)
    return {
        "person": found,
        "sections": held.sections(found, today=today, opened=opened),
        "posts": held.posts_of(found),
        "events": held.events_of(found),
        "may_manage": may_manage,
        "steps": steps_for(found) if may_manage else [],
        "birth_differs": birth_differs(found.citizen_id, found.birth_date, today=today),
    }


def new_member(request: HttpRequest) -> HttpResponse:
    """Enter a member."""
    viewer = signed_in(request)
    form = MemberForm(viewer, request.POST or None, today=local_date(now()))
    if not viewer.paths(MANAGERS):
        raise NotFound
    if request.method == "POST" and form.is_valid():
        made = records.create_member(viewer, **form.membership(), **form.details(), at=now())
        messages.success(request, _("已建档。"))
        return redirect("members:person", made.pk)
    return render(request, "members/people/edit.html", {"form": form, "heading": _("登记党员")})


def new_employee(request: HttpRequest) -> HttpResponse:
    """Enter somebody who is not a member."""
    viewer, form = signed_in(request), PersonForm(request.POST or None, today=local_date(now()))
    if not covers_employees(viewer):
        raise NotFound
    if request.method == "POST" and form.is_valid():
        made = records.create_employee(viewer, **form.details(), at=now())
        messages.success(request, _("已建档。"))
        return redirect("members:person", made.pk)
    return render(request, "members/people/edit.html", {"form": form, "heading": _("登记非党员职工")})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is held on a person."""
    viewer = signed_in(request)
    found = held.person_in_charge(viewer, pk, to="manage")
    form = PersonForm(request.POST or None, today=local_date(now()), person=found)
    if request.method == "POST" and form.is_valid():
        records.change_person(viewer, person_id=pk, **form.details(), at=now())
        messages.success(request, _("已保存，改动记入日志。"))
        return redirect("members:person", pk)
    context = {"form": form, "person": found, "heading": _("修改%(name)s的信息") % {"name": found.name}}
    return render(request, "members/people/edit.html", context)


@never_cache
def open_field(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Open a sealed field: first the reason, then the record with the value in clear."""
    viewer, form = signed_in(request), RevealForm(request.POST or None)
    found = held.person_in_charge(viewer, pk, to="manage")
    if field not in SEALED:
        raise NotFound
    if request.method == "POST" and form.is_valid():
        value = reveal.reveal(viewer, person_id=pk, field=field, at=now(), **form.cleaned_data)
        return render(request, "members/people/person.html", _person(viewer, pk, **{field: value}))
    return render(request, "members/people/reveal.html", {"form": form, "person": found, "label": LABELS[field]})


def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of a membership."""
    viewer = signed_in(request)
    found = held.person_in_charge(viewer, pk, to="manage")
    chosen = step_for(found, name)
    form = chosen.form(viewer, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen.take(viewer, person_id=pk, **form.cleaned_data, at=now())
        messages.success(request, _("已登记。"))
        return redirect("members:person", pk)
    context = {"form": form, "person": found, "heading": chosen.label, "grave": chosen.grave}
    return render(request, "members/people/step.html", context)


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """A person holds a post."""
    viewer = signed_in(request)
    found = held.person_in_charge(viewer, pk, to="manage")
    form = AppointForm(viewer, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        posts.appoint(viewer, person_id=pk, **form.cleaned_data, at=now())
        messages.success(request, _("已登记任职。"))
        return redirect("members:person", pk)
    return render(request, "members/people/step.html", {"form": form, "person": found, "heading": _("登记任职")})


def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post ends."""
    viewer, form = signed_in(request), EndPostForm(request.POST or None)
    post = held.post_in_charge(viewer, pk)
    if request.method == "POST" and form.is_valid():
        posts.end_post(viewer, post_id=pk, **form.cleaned_data, at=now())
        messages.success(request, _("已登记免职。"))
        return redirect("members:person", post.person_id)
    context = {"form": form, "person": post.person, "heading": f"{post.organisation} {post.get_title_display()}"}
    return render(request, "members/people/step.html", context)
