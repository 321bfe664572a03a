"""Who entered a case for somebody who asked at the desk."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_shipped"),
        ("members", "0008_fewer_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.person",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="entered_by_name",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("entered_by__isnull", False)),
                fields=["entered_by", "-begun_at"],
                name="case_entered_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_by", None),
                    models.Q(("entered_by", models.F("applicant")), _negated=True),
                    _connector="OR",
                ),
                name="entered_for_somebody_else",
            ),
        ),
    ]
