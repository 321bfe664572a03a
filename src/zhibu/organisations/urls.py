"""Addresses of organisations."""

from django.urls import path

from zhibu.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("<int:pk>", views.detail, name="detail"),
    path("<int:pk>/found", views.found, name="found"),
    path("<int:pk>/rename", views.rename, name="rename"),
    path("<int:pk>/place", views.place, name="place"),
    path("<int:pk>/move", views.move, name="move"),
    path("<int:pk>/merge", views.merge, name="merge"),
    path("<int:pk>/kind", views.change_kind, name="change-kind"),
    path("<int:pk>/state", views.advance, name="advance"),
    path("<int:pk>/dissolve", views.dissolve, name="dissolve"),
    path("<int:pk>/election", views.elect, name="elect"),
    path("<int:pk>/renewal", views.renewal, name="renewal"),
    path("<int:pk>/extension", views.extend, name="extend"),
    path("<int:pk>/bodies/found", views.found_body, name="found-body"),
    path("bodies/<int:pk>/dissolve", views.dissolve_body, name="dissolve-body"),
]
