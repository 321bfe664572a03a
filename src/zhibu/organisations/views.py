"""The tree, one organisation, and what staff change about it."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.organisations import forms, queries, services
from zhibu.organisations.enums import COMMITTEE_KINDS
from zhibu.organisations.rules import next_states

Act = Callable[[dict[str, Any]], object]


def tree(request: HttpRequest) -> HttpResponse:
    """What I see of the tree."""
    closed = request.GET.get("closed") == "1"
    forest = queries.forest(signed_in(request), with_closed=closed, today=local_date(now()))
    return render(request, "organisations/tree.html", {"forest": forest, "closed": closed})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: facts, term, bodies, history."""
    viewer, today = signed_in(request), local_date(now())
    organisation = queries.get_organisation(viewer, pk)
    rights = queries.rights(viewer, organisation)
    context = {
        "organisation": organisation, "rights": rights, "today": today, "above": queries.above(organisation),
        "term": queries.term_of(organisation, today), "history": queries.history(organisation),
        "is_committee": organisation.kind in COMMITTEE_KINDS, "bodies": queries.bodies(organisation),
        "states": next_states(organisation.state),
    }  # fmt: skip
    return render(request, "organisations/detail.html", context)


def _act(request: HttpRequest, pk: int, form: Form, title: Any, verb: Any, act: Act, hint: Any = "") -> HttpResponse:
    """One form, one change, back to the organisation."""
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data)
        return redirect("organisations:detail", pk)
    organisation = queries.get_organisation(signed_in(request), pk)
    context = {"organisation": organisation, "form": form, "title": title, "verb": verb, "hint": hint}
    return render(request, "organisations/act.html", context)


def found(request: HttpRequest, pk: int) -> HttpResponse:
    """Set one up under this one."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="manage")
    form = forms.FoundForm(request.POST or None, initial={"founded_on": local_date(at)})
    return _act(
        request, pk, form, _("设立下级组织"), _("设立"),
        lambda asked: services.found(viewer, parent_id=pk, at=at, **asked),
    )  # fmt: skip


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """A new name."""
    viewer, at = signed_in(request), now()
    held = queries.get_organisation(viewer, pk, to="shape")
    initial = {"name": held.name, "short_name": held.short_name, "happened_on": local_date(at)}
    form = forms.RenameForm(request.POST or None, initial=initial)
    return _act(
        request, pk, form, _("更名"), _("保存新名称"),
        lambda asked: services.rename(viewer, organisation_id=pk, at=at, **asked),
    )  # fmt: skip


def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it is."""
    viewer, at = signed_in(request), now()
    held = queries.get_organisation(viewer, pk, to="shape")
    initial = {"province": held.province, "happened_on": local_date(at)}
    form = forms.ProvinceForm(request.POST or None, initial=initial)
    return _act(
        request, pk, form, _("填写所在地"), _("保存"),
        lambda asked: services.place(viewer, organisation_id=pk, at=at, **asked),
    )  # fmt: skip


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Under another body."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="shape")
    form = forms.PlaceForm(
        request.POST or None, targets=queries.choices(viewer), initial={"happened_on": local_date(at)}
    )
    return _act(
        request, pk, form, _("调整隶属"), _("调整"),
        lambda asked: services.move(viewer, organisation_id=pk, parent_id=asked.pop("target"), at=at, **asked),
        _("下级组织随同调整；历史记录、台账和名册都保持原样。"),
    )  # fmt: skip


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Into another."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="shape")
    targets = [choice for choice in queries.choices(viewer, to="shape") if choice[0] != pk]
    form = forms.PlaceForm(request.POST or None, targets=targets, initial={"happened_on": local_date(at)})
    return _act(
        request, pk, form, _("并入其他组织"), _("并入"),
        lambda asked: services.merge(viewer, organisation_id=pk, heir_id=asked.pop("target"), at=at, **asked),
        _("党员和党小组一并转入，每位党员的变动都会记入他的经历；本组织的记录本保留。"),
    )  # fmt: skip


def change_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Another kind."""
    viewer, at = signed_in(request), now()
    held = queries.get_organisation(viewer, pk, to="shape")
    form = forms.KindForm(request.POST or None, initial={"kind": held.kind, "happened_on": local_date(at)})
    return _act(
        request, pk, form, _("改设"), _("改设"),
        lambda asked: services.change_kind(viewer, organisation_id=pk, at=at, **asked),
    )  # fmt: skip


def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step of life."""
    viewer, at = signed_in(request), now()
    held = queries.get_organisation(viewer, pk, to="shape")
    form = forms.StateForm(
        request.POST or None, states=next_states(held.state), initial={"happened_on": local_date(at)}
    )
    return _act(
        request, pk, form, _("变更状态"), _("保存"),
        lambda asked: services.advance(viewer, organisation_id=pk, at=at, **asked),
    )  # fmt: skip


def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="shape")
    form = forms.CloseForm(request.POST or None, initial={"happened_on": local_date(at)})
    return _act(
        request, pk, form, _("撤销组织"), _("撤销"),
        lambda asked: services.dissolve(viewer, organisation_id=pk, at=at, **asked),
        _("还有党员或下级组织时不能撤销。撤销后记录本和沿革仍可查阅。"),
    )  # fmt: skip


def elect(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an election."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="shape")
    form = forms.ElectionForm(request.POST or None, initial={"elected_on": local_date(at)})
    return _act(
        request, pk, form, _("登记换届选举"), _("登记"),
        lambda asked: services.record_election(viewer, organisation_id=pk, at=at, **asked),
    )  # fmt: skip


def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the renewal is, and its next step for whom it waits."""
    viewer, at = signed_in(request), now()
    organisation = queries.get_organisation(viewer, pk)
    progress = queries.renewal_of(viewer, organisation)
    initial = {"happened_on": local_date(at), "number": progress.following}
    form = forms.RenewalStepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.take_renewal_step(viewer, organisation_id=pk, at=at, **form.cleaned_data)
        return redirect("organisations:renewal", pk)
    context = {"organisation": organisation, "progress": progress, "form": form, "steps": progress.steps}
    return render(request, "organisations/renewal.html", context, status=422 if form.errors else 200)


def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an approved delay."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="shape")
    form = forms.ExtensionForm(request.POST or None)
    return _act(
        request, pk, form, _("登记延期批复"), _("登记"),
        lambda asked: services.extend_term(viewer, organisation_id=pk, at=at, **asked),
    )  # fmt: skip


def found_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a body of this committee."""
    viewer, at = signed_in(request), now()
    queries.get_organisation(viewer, pk, to="manage")
    form = forms.BodyForm(request.POST or None, initial={"founded_on": local_date(at)})
    return _act(
        request, pk, form, _("登记所属组织"), _("登记"),
        lambda asked: services.found_body(viewer, committee_id=pk, at=at, **asked),
    )  # fmt: skip


def dissolve_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a body."""
    viewer, at = signed_in(request), now()
    body = queries.get_body(viewer, pk)
    form = forms.CloseForm(request.POST or None, initial={"happened_on": local_date(at)})
    return _act(
        request, body.committee_id, form, _("撤销%(name)s") % {"name": body.name}, _("撤销"),
        lambda asked: services.dissolve_body(
            viewer, body_id=pk, dissolved_on=asked["happened_on"], document=asked["document"], at=at
        ),
    )  # fmt: skip
