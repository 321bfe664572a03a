"""Reads about notices and the answers to them."""

from datetime import date

from zhibu.kernel.viewer import Viewer
from zhibu.members.models import Consent, ConsentText


def texts_in_force(today: date) -> list[ConsentText]:
    """The latest version of each notice that is in force, in the order they are shown."""
    latest = {text.purpose: text for text in ConsentText.objects.filter(in_force_from__lte=today).order_by("version")}
    return sorted(latest.values(), key=lambda text: (not text.needed, text.pk))


def consent_texts(viewer: Viewer, *, today: date) -> list[ConsentText]:
    """The notices with the viewer's latest answer to each as `answer` (None when he has not answered)."""
    texts = texts_in_force(today)
    answers = Consent.objects.filter(person_id=viewer.person_id or 0, text__in=texts).order_by("answered_at", "pk")
    latest = {answer.text_id: answer for answer in answers}
    for text in texts:
        text.answer = latest.get(text.pk)  # type: ignore[attr-defined]
    return texts


def consent_owed(person_id: int, *, today: date) -> bool:
    """Whether a notice in force has not been answered yet, so that it is shown after signing in."""
    answered = set(Consent.objects.filter(person_id=person_id).values_list("text_id", flat=True))
    return any(text.pk not in answered for text in texts_in_force(today))


def has_consented(person_id: int, purpose: str) -> bool:
    """Whether the person's latest answer about a purpose, to whatever version, is yes."""
    answers = Consent.objects.filter(person_id=person_id, text__purpose=purpose).order_by("-answered_at", "-pk")
    return bool(answers.values_list("agreed", flat=True).first())
