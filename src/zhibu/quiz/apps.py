"""Rounds of the knowledge contest: sealed questions, fair time, answers that are never lost."""

from django.apps import AppConfig


class QuizConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.quiz"
    default_auto_field = "django.db.models.BigAutoField"
