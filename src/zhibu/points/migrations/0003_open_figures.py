"""What others read of a figure; the guards of changed tables are put back."""

import django.db.models.deletion
from django.db import migrations, models

from zhibu.kernel.append_only import append_only, changeable


class Migration(migrations.Migration):

    dependencies = [
        ('points', '0002_append_only'),
    ]

    operations = [
        changeable("points_adjustment"),  # SQLite drops its guard with the old table when a column is added
        migrations.AddField(
            model_name='adjustment',
            name='is_confidential',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='OpenFigure',
            fields=[
                ('figure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='open', serialize=False, to='points.figure')),
                ('morality', models.SmallIntegerField()),
                ('ability', models.SmallIntegerField()),
                ('diligence', models.SmallIntegerField()),
                ('performance', models.SmallIntegerField()),
                ('honesty', models.SmallIntegerField()),
                ('total', models.SmallIntegerField()),
                ('has_veto', models.BooleanField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('total__gte', 0), ('total__lte', 1000)), name='open_total_within_range')],
            },
        ),
        append_only("points_adjustment"),
        append_only("points_openfigure"),
    ]
