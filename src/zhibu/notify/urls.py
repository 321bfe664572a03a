"""Addresses of messages."""

from django.urls import path

from zhibu.notify import views

app_name = "notify"
urlpatterns = [
    path("", views.box, name="box"),
    path("<int:pk>/follow", views.follow, name="follow"),
    path("<int:pk>/put-away", views.put_away, name="put-away"),
    path("wish", views.wish, name="wish"),
]
