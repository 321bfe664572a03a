"""Comparing the books of a day by order number: ours, the gateway's, the bank's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Row = tuple[str, str, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """Counts and sums (fen) of each book, how many orders agree, and the differences by order."""

    here: tuple[int, int]
    gateway: tuple[int, int]
    bank: tuple[int, int]
    agreed: int
    has_bank: bool
    differences: list[Row] = field(default_factory=list)


def compare(here: Mapping[str, int], gateway: Mapping[str, int] | None, bank: Mapping[str, int] | None) -> Compared:
    """Compare what is there; a book that is None (no file yet, or no gateway) is not compared with."""
    found = list(_differences(here, gateway, bank))
    numbers = {*here, *(gateway or {}), *(bank or {})}
    return Compared(
        here=_sums(here), gateway=_sums(gateway or {}), bank=_sums(bank or {}), agreed=len(numbers) - len(found),
        has_bank=bank is not None, differences=sorted(found),
    )  # fmt: skip


def _sums(book: Mapping[str, int]) -> tuple[int, int]:
    return len(book), sum(book.values())


def _differences(
    here: Mapping[str, int], gateway: Mapping[str, int] | None, bank: Mapping[str, int] | None
) -> Iterator[Row]:
    for number in {*here, *(gateway or {}), *(bank or {})}:
        ours = here.get(number)
        theirs = gateway.get(number) if gateway is not None else ours
        banked = bank.get(number) if bank is not None else ours
        if ours == theirs == banked and ours is not None:
            continue
        if kind := _kind(ours, theirs if gateway is not None else ours, banked, compares_bank=bank is not None):
            shown_there = theirs if gateway is not None else None
            yield number, kind, ours, shown_there, banked if bank is not None else None


def _kind(ours: int | None, theirs: int | None, banked: int | None, *, compares_bank: bool) -> str | None:
    if ours is None:
        return "missing_here" if theirs is not None else "unknown_at_bank" if banked is not None else None
    if theirs is None:
        return "missing_gateway"
    if compares_bank and banked is None:
        return "missing_bank"
    return "amount" if not ours == theirs == banked else None
