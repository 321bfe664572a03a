"""Frozen figures and their corrections are only ever added to."""

from django.db import migrations

from zhibu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]
    operations = [append_only("points_figure"), append_only("points_adjustment")]
