"""The page of one form."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(request: HttpRequest, form: Form, *, heading: Any, verb: Any, back: str, lead: Any = "") -> HttpResponse:
    """A form with its heading and its verb; 422 when what was sent needs mending."""
    context = {"form": form, "heading": heading, "lead": lead, "verb": verb, "back": back}
    return render(request, "talks/form.html", context, status=422 if form.is_bound else 200)
