"""The database refuses to change or delete these rows."""

from django.db import migrations

from zhibu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        append_only("audit_auditrow"),
        append_only("audit_auditseal"),
    ]
