"""Addresses of the kernel: display wishes, the style guide."""

from django.urls import path

from zhibu.kernel import views

app_name = "kernel"
urlpatterns = [
    path("display", views.display, name="display"),
    path("styleguide", views.style_guide, name="style-guide"),
]
