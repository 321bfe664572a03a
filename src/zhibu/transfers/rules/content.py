"""What stands on a letter (rules.md 6.3), fixed when it is issued."""

import json
from datetime import date
from typing import Any

LETTER = (
    "number", "addressee", "name", "sex", "age", "ethnicity", "category", "citizen_id", "from_unit", "to_unit",
    "paid_year", "paid_month", "valid_days", "issued_on", "member_contact", "committee", "address", "phone", "fax",
    "postcode", "joined_on", "full_on",
)  # fmt: skip

DETAILS = ("name", "citizen_id", "ethnicity", "mobile")
DATES = ("joined_on", "full_on")


def age_on(born: date | None, day: date) -> int | None:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None


def content_of(
    transfer: Any, person: Any, committee: Any, head: Any, *, number: str, valid_days: int, day: date
) -> dict[str, Any]:
    """The fields of all three parts, as text and numbers."""
    membership, paid = person.membership, transfer.paid_through
    return {
        "number": number, "addressee": transfer.addressee, "name": person.name, "sex": person.get_sex_display(),
        "age": age_on(person.birth_date, day), "ethnicity": person.ethnicity,
        "category": membership.category, "citizen_id": person.citizen_id,
        "from_unit": transfer.from_unit, "to_unit": transfer.to_unit,
        "paid_year": paid.year if paid else None, "paid_month": paid.month if paid else None,
        "valid_days": valid_days, "issued_on": day.isoformat(), "member_contact": transfer.member_contact,
        "committee": committee.name, "address": head.address, "phone": head.phone or committee.contact_phone,
        "fax": head.fax, "postcode": head.postcode, "joined_on": membership.joined_on.isoformat(),
        "full_on": membership.full_on.isoformat() if membership.full_on else None,
    }  # fmt: skip


def sealed(particulars: dict[str, Any]) -> str:
    """As the row keeps it until the member is assigned."""
    kept = {name: str(particulars.get(name) or "") for name in (*DETAILS, *DATES)}
    return json.dumps(kept, ensure_ascii=False)


def opened(transfer: Any) -> tuple[dict[str, str], dict[str, date | None]]:
    """Details of the person, and the dates of the membership."""
    kept = json.loads(transfer.particulars or "{}")
    dates = {name: date.fromisoformat(kept[name]) if kept.get(name) else None for name in DATES}
    return {name: kept[name] for name in DETAILS if kept.get(name)}, dates
