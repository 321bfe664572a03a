"""Addresses of the kernel: display wishes, the style guide."""

from django.urls import URLPattern

app_name = "kernel"
urlpatterns: list[URLPattern] = []
