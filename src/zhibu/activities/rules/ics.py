"""Calendar files by RFC 5545."""

from dataclasses import dataclass
from datetime import UTC, datetime

WIDTH = 75  # octets of a content line


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One entry of a calendar."""

    uid: str
    title: str
    place: str
    text: str
    url: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    cancelled: bool = False


def calendar_file(slots: list[Slot]) -> str:
    """A whole calendar with the entries; a cancelled one removes itself from the member's calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zhibu//Activities//ZH", "CALSCALE:GREGORIAN"]
    for slot in slots:
        lines += _event(slot)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(slot: Slot) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{slot.uid}",
        f"DTSTAMP:{_utc(slot.stamped_at)}",
        f"DTSTART:{_utc(slot.starts_at)}",
        f"DTEND:{_utc(slot.ends_at)}",
        f"SUMMARY:{_text(slot.title)}",
        f"LOCATION:{_text(slot.place)}",
        f"DESCRIPTION:{_text(slot.text)}",
        f"URL:{slot.url}",
        f"STATUS:{'CANCELLED' if slot.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines are cut at 75 octets, never inside a character; a continuation starts with a blank."""
    parts, current, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > WIDTH:
            parts.append(current)
            current, size = " ", 1
        current, size = current + character, size + width
    return "\r\n".join([*parts, current])
