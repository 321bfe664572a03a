"""Tables of the knowledge contest."""

from zhibu.quiz.models.evening import Evening
from zhibu.quiz.models.playing import Answer, Entrant, Opening
from zhibu.quiz.models.result import First, Missed, Score
from zhibu.quiz.models.round import Question, Round, Window

__all__ = ["Answer", "Entrant", "Evening", "First", "Missed", "Opening", "Question", "Round", "Score", "Window"]
