"""Addresses of talks."""

from django.urls import path

from zhibu.talks.views import room, talks, times

app_name = "talks"
urlpatterns = [
    path("", talks.index, name="index"),
    path("how", talks.how, name="how"),
    path("reach", talks.reached, name="reach"),
    path("announce", times.announce, name="announce"),
    path("times/<int:pk>", times.time, name="time"),
    path("times/<int:pk>/state", times.time_state, name="time-state"),
    path("times/<int:pk>/join", times.join, name="join"),
    path("times/<int:pk>/shake", times.shake, name="shake"),
    path("times/<int:pk>/draw", times.draw, name="draw"),
    path("times/<int:pk>/move", times.move, name="move"),
    path("times/<int:pk>/cancel", times.cancel, name="cancel"),
    path("hours/offer", talks.offer, name="offer"),
    path("hours/<int:pk>/book", talks.book, name="book"),
    path("hours/<int:pk>/close", talks.close, name="close"),
    path("<int:pk>", talks.talk, name="talk"),
    path("<int:pk>/state", talks.talk_state, name="talk-state"),
    path("<int:pk>/confirm", talks.confirm, name="confirm"),
    path("<int:pk>/decline", talks.decline, name="decline"),
    path("<int:pk>/postpone", talks.postpone, name="postpone"),
    path("<int:pk>/undertake", talks.undertake, name="undertake"),
    path("undertakings/<int:pk>/finish", talks.finish, name="finish"),
    path("<int:pk>/shorten", talks.shorten, name="shorten"),
    path("<int:pk>/keys", room.keys, name="keys"),
    path("<int:pk>/messages", room.messages, name="messages"),
    path("<int:pk>/signal", room.signal, name="signal"),
]
