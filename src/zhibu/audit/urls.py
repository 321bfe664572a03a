"""Addresses of audit."""

from django.urls import path

from zhibu.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("log.csv", views.export, name="export"),
]
