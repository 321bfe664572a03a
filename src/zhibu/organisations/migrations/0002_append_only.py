"""The database refuses to change or delete these rows."""

from django.db import migrations

from zhibu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        append_only("organisations_organisationevent"),
    ]
