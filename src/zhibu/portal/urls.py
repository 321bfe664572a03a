"""Addresses of portal."""

from django.urls import path

from zhibu.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("todo", views.todo, name="todo"),
    path("services", views.services, name="services"),
    path("me", views.me, name="me"),
]
