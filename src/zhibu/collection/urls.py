"""Addresses of collecting information."""

from django.urls import path, register_converter

from zhibu.collection.enums import Audience
from zhibu.collection.views import asking, filling


class AudienceConverter:
    """Members or branches."""

    regex = "|".join(Audience.values)

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(AudienceConverter, "audience")

app_name = "collection"
urlpatterns = [
    path("", filling.index, name="index"),
    path("mine", filling.mine, name="mine"),
    path("mine/confirm", filling.own, name="own"),
    path("sheets/<int:pk>", filling.sheet, name="sheet"),
    path("sheets/<int:pk>/check", filling.check, name="check"),
    path("sheets/<int:pk>/return", filling.give_back, name="return"),
    path("checks", filling.checks, name="checks"),
    path("checks/many", filling.check_many, name="check-many"),
    path("dictionary", asking.dictionary, name="dictionary"),
    path("burden", asking.load, name="burden"),
    path("requests/new/<audience:audience>", asking.new, name="new"),
    path("requests/<int:pk>", asking.asked, name="request"),
    path("requests/<int:pk>/edit", asking.edit, name="edit"),
    path("requests/<int:pk>/questions", asking.add_question, name="add-question"),
    path("requests/<int:pk>/questions/<int:question>/remove", asking.remove_question, name="remove-question"),
    path("requests/<int:pk>/send", asking.send, name="send"),
    path("requests/<int:pk>/remind", asking.remind, name="remind"),
    path("requests/<int:pk>/close", asking.close, name="close"),
    path("requests/<int:pk>/cancel", asking.cancel, name="cancel"),
    path("requests/<int:pk>/again", asking.again, name="again"),
    path("requests/<int:pk>/results", asking.answers, name="results"),
    path("requests/<int:pk>/results.xlsx", asking.take, name="export"),
    path("requests/<int:pk>/answers/<int:item>", asking.reveal, name="reveal"),
]
