"""Addresses of the app that Django answers; `/rt/…` is answered by the edge."""

from django.urls import path

from zhibu.realtime import views

app_name = "realtime"
urlpatterns = [path("ticket", views.ticket, name="ticket")]
