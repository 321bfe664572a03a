"""Logs and money are only added to; the shipped matters come as their first versions."""

import json
from datetime import UTC, datetime
from pathlib import Path

from django.db import migrations

from zhibu.kernel.append_only import append_only

SHIPPED = Path(__file__).resolve().parent.parent / "shipped"
ORDER = (
    "residence_permit", "residence_renewal", "insurance_reservation", "insurance_enrolment", "hospital_consolation",
    "hardship_aid", "activity_reservation", "certificate_letter", "branch_seal", "membership_consultation",
)
BEGAN = datetime(2026, 11, 20, tzinfo=UTC)


def ship(apps, schema_editor):
    """Every matter that is not there yet, open, in its first version."""
    Matter, Version = (apps.get_model("casework", name) for name in ("Matter", "Version"))
    for code in ORDER:
        definition = json.loads((SHIPPED / f"{code}.json").read_text(encoding="utf-8"))
        made = {"number": 1, "is_open": True, "made_by_name": "casework", "made_at": BEGAN}
        matter, new = Matter.objects.get_or_create(code=code, defaults=made)
        if new:
            Version.objects.create(
                matter=matter, number=1, title=definition["title"], definition=definition,
                published_by_name="casework", published_at=BEGAN,
            )


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [
        append_only("casework_entry"),
        append_only("casework_outlay"),
        append_only("casework_version"),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
