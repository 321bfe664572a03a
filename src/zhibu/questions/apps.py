"""The bank of questions that the quiz and the school draw from."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.questions"
    default_auto_field = "django.db.models.BigAutoField"
