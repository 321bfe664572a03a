"""Addresses of insights."""

from django.urls import path

from zhibu.insights import views

app_name = "insights"
urlpatterns = [path("", views.board, name="board")]
