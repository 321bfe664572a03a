"""Addresses of points."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _x(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse("")


app_name = "points"
urlpatterns = [
    path("declarations/<int:pk>", _x, name="declaration"),
    path("objections/<int:pk>", _x, name="objection"),
    path("stars/<int:pk>", _x, name="star"),
]
