"""Addresses of groups."""

from django.urls import path

from zhibu.groups.views import asking, groups, messages, topics

app_name = "groups"
urlpatterns = [
    path("", groups.index, name="index"),
    path("new", groups.new, name="new"),
    path("search", messages.search, name="search"),
    path("invitations/<int:pk>", groups.answer, name="answer"),
    path("<int:pk>/", messages.conversation, name="conversation"),
    path("<int:pk>/post", messages.post, name="post"),
    path("<int:pk>/read", messages.read, name="read"),
    path("<int:pk>/about", groups.about, name="about"),
    path("<int:pk>/mute", groups.mute, name="mute"),
    path("<int:pk>/settings", groups.settings, name="settings"),
    path("<int:pk>/invite", groups.invite, name="invite"),
    path("<int:pk>/leave", groups.leave, name="leave"),
    path("<int:pk>/people/<int:person>/hand-over", groups.hand_over, name="hand-over"),
    path("<int:pk>/people/<int:person>/remove", groups.remove, name="remove"),
    path("<int:pk>/robots", groups.robots, name="robots"),
    path("<int:pk>/record.json", groups.record_json, name="record-json"),
    path("<int:pk>/record.pdf", groups.record_pdf, name="record-pdf"),
    path("robots/<int:pk>/end", groups.end_robot, name="end-robot"),
    path("robots/say/<str:token>", messages.robot_says, name="robot-says"),
    path("<int:pk>/topics", topics.new, name="topics"),
    path("topics/<int:pk>", topics.detail, name="topic"),
    path("topics/<int:pk>/close", topics.close, name="close-topic"),
    path("<int:pk>/poll", asking.poll, name="poll"),
    path("<int:pk>/notice", asking.notice, name="notice"),
    path("messages/<int:pk>", messages.detail, name="message"),
    path("messages/<int:pk>/line", messages.line, name="line"),
    path("messages/<int:pk>/edit", messages.edit, name="edit"),
    path("messages/<int:pk>/recall", messages.recall, name="recall"),
    path("messages/<int:pk>/pin", messages.pin, name="pin"),
    path("messages/<int:pk>/hide", messages.hide, name="hide"),
    path("messages/<int:pk>/show", messages.show, name="show"),
    path("messages/<int:pk>/vote", asking.vote, name="vote"),
    path("messages/<int:pk>/confirm", asking.confirm, name="confirm"),
    path("messages/<int:pk>/confirmations", asking.confirmations, name="confirmations"),
    path("messages/<int:pk>/confirm-for", asking.confirm_for, name="confirm-for"),
    path("messages/<int:pk>/remind", asking.remind, name="remind"),
]
