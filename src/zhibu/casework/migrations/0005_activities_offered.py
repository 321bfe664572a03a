"""The reservation of an activity offers those that are on: its next version, where staff have not made their own."""

import json
from datetime import UTC, datetime
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "activity_reservation.json"
CHANGES = "可以直接选正在报名的活动"


def next_version(apps, schema_editor):
    """A second version beside the first shipped one; a new database has the words already."""
    Matter, Version = (apps.get_model("casework", name) for name in ("Matter", "Version"))
    definition = json.loads(SHIPPED.read_text(encoding="utf-8"))
    matter = Matter.objects.filter(code="activity_reservation", number=1, made_by_name="casework").first()
    first = matter and Version.objects.filter(matter=matter, number=1).first()
    if not first or first.definition == definition:
        return
    Version.objects.create(
        matter=matter,
        number=2,
        title=definition["title"],
        definition=definition,
        changes=CHANGES,
        published_by_name="casework",
        published_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    Matter.objects.filter(pk=matter.pk).update(number=2)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_check_codes")]
    operations = [migrations.RunPython(next_version, migrations.RunPython.noop)]
