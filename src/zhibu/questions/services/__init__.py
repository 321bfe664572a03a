"""Acts on the bank."""

from zhibu.questions.services.importing import export_questions, import_questions, preview_questions, upload_questions
from zhibu.questions.services.writing import (
    edit_question,
    retire_question,
    review_question,
    review_questions,
    write_question,
)

__all__ = [
    "edit_question",
    "export_questions",
    "import_questions",
    "preview_questions",
    "retire_question",
    "review_question",
    "review_questions",
    "upload_questions",
    "write_question",
]
