"""The database refuses to change or delete these rows; and the policies that hold where nobody chose."""

from datetime import date

from django.db import migrations

from zhibu.kernel.append_only import append_only

DEFAULTS = (("cap", "on"), ("unit", "fen"), ("rounding", "half_up"), ("first_month", "same"))


def choose(apps, schema_editor):
    rows = apps.get_model("dues", "PolicyRow").objects
    for code, value in DEFAULTS:
        rows.get_or_create(
            code=code, in_force_from=date(2008, 4, 1), defaults={"value": value, "document": "默认口径"}
        )


class Migration(migrations.Migration):
    dependencies = [("dues", "0001_initial")]

    operations = [
        append_only("dues_report"),
        append_only("dues_receipt"),
        append_only("dues_receiptvoid"),
        append_only("dues_entry"),
        append_only("dues_yearsheet"),
        migrations.RunPython(choose, migrations.RunPython.noop),
    ]
