"""Addresses of files. What they hold is served from here alone, as attachments."""

from django.urls import path

from zhibu.drive import views

app_name = "drive"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:pk>", views.download, name="download"),
    path("<int:pk>/small", views.small, name="small"),
    path("<int:pk>/delete", views.delete, name="delete"),
]
