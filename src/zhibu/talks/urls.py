"""Addresses of the app."""

from django.urls import URLPattern

app_name = "talks"
urlpatterns: list[URLPattern] = []
