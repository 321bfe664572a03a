"""Addresses of the knowledge contest."""

from django.urls import path, register_converter

from zhibu.quiz.views import hosting, playing


class VerbConverter:
    """What a host does with a round by one button."""

    regex = "seal|unseal|begin|cancel|publish"

    def to_python(self, value: str) -> str:
        """The verb itself."""
        return value

    def to_url(self, value: str) -> str:
        """The verb itself."""
        return value


register_converter(VerbConverter, "quiz_verb")

app_name = "quiz"
urlpatterns = [
    path("", playing.index, name="index"),
    path("fairness", playing.fairness, name="fairness"),
    path("missed", playing.missed, name="missed"),
    path("new", hosting.create, name="new"),
    path("evening", hosting.evening, name="evening"),
    path("evenings/<int:pk>/stop", hosting.stop_evening, name="stop-evening"),
    path("<int:pk>/", playing.round_page, name="round"),
    path("<int:pk>/enter", playing.enter, name="enter"),
    path("<int:pk>/state", playing.state, name="state"),
    path("<int:pk>/now", playing.without_script, name="now"),
    path("<int:pk>/q/<int:number>", playing.question, name="question"),
    path("<int:pk>/result", playing.result, name="result"),
    path("<int:pk>/practise/<int:number>", playing.practise, name="practise"),
    path("<int:pk>/host", hosting.host, name="host"),
    path("<int:pk>/change", hosting.change, name="change"),
    path("<int:pk>/questions", hosting.questions, name="questions"),
    path("<int:pk>/pick", hosting.pick, name="pick"),
    path("<int:pk>/screen", hosting.screen, name="screen"),
    path("<int:pk>/<quiz_verb:verb>", hosting.step, name="step"),
]
