"""The knowledge contest: five questions an evening, the first right answer is named, nobody is missed."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.quiz"
    default_auto_field = "django.db.models.BigAutoField"
