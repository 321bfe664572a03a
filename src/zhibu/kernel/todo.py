"""What asks for a person: the cards on the home page. Apps offer them through their `api`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """One sentence and one button. `weight` 0 is most pressing; `due_at` orders within a weight."""

    sentence: str
    verb: str
    url: str
    due_at: datetime | None = None
    weight: int = 5
