"""What an office said is only ever added to (ADR 8)."""

from django.db import migrations

from zhibu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("advice", "0001_initial")]
    operations = [append_only("advice_step")]
