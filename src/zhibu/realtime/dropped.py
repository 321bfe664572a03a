"""Whose tickets were made worthless, kept in a small file: a server that starts anew still knows it.

Tickets live ten minutes, so only the last ten minutes matter. Not needed with redis://, whose stream remembers.
"""

import logging
from pathlib import Path

from zhibu.realtime.tickets import LIFE

logger = logging.getLogger(__name__)
LIFE_MS = int(LIFE.total_seconds() * 1000)


class Dropped:
    """One line a person whose streams were closed: who, and when in milliseconds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, *, now_ms: int) -> dict[int, int]:
        """Person → moment of the last ten minutes; older lines are left out of the file too."""
        found: dict[int, int] = {}
        try:
            for line in self._path.read_text().splitlines():
                person, _, moment = line.partition(" ")
                if person.isdecimal() and moment.isdecimal() and int(moment) > now_ms - LIFE_MS:
                    found[int(person)] = max(int(moment), found.get(int(person), 0))
        except FileNotFoundError:
            return {}
        self._write("w", found)
        return found

    def note(self, person_id: int, at_ms: int) -> None:
        """Add one; a disk that is full closes no stream later than it should."""
        self._write("a", {person_id: at_ms})

    def _write(self, mode: str, rows: dict[int, int]) -> None:
        try:
            with self._path.open(mode) as opened:
                opened.writelines(f"{person} {moment}\n" for person, moment in rows.items())
        except OSError:
            logger.warning("Dropped tickets will not be remembered over a restart", exc_info=True)
