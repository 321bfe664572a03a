"""The text of a letter."""

from collections.abc import Mapping

from zhibu.casework.rules.definition import PLACEHOLDER


def filled(body: str, words: Mapping[str, str]) -> str:
    """The body with every {name} replaced; what is not known becomes a line to write on."""
    return PLACEHOLDER.sub(lambda found: words.get(found.group(1)) or "________", body)
