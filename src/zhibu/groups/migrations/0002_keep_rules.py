"""How long messages are kept, until an organisation decides otherwise: a new row, never a change of these."""

from datetime import date

from django.db import migrations

DAYS = {
    "all_members": 1095, "committee_work": 1095, "party_affairs": 1095, "branch": 1095,
    "crew": 365, "project": 365, "volunteers": 365,
}
SOURCE = "practice: three years as for ordinary work files, one year for free groups; summaries stay in the record book"


def enter(apps, schema_editor):
    rule = apps.get_model("groups", "KeepRule")
    for kind, days in DAYS.items():
        rule.objects.get_or_create(kind=kind, in_force_from=date(2020, 1, 1), defaults={"days": days, "source": SOURCE})


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
