"""For whose letters a key was compared. Keys that counted everywhere count for the mailboxes that are there."""

import django.db.models.deletion
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """A row for each confirmed key and mailbox."""
    model = {name: apps.get_model("mailbox", name) for name in ("Box", "Comparison", "Key")}
    organisations = list(model["Box"].objects.values_list("organisation_id", flat=True))
    confirmed = model["Key"].objects.filter(confirmed_at__isnull=False, confirmed_by__isnull=False)
    model["Comparison"].objects.bulk_create(
        model["Comparison"](key=key, organisation_id=pk, by_id=key.confirmed_by_id, at=key.confirmed_at)
        for key in confirmed for pk in organisations
    )


class Migration(migrations.Migration):

    dependencies = [
        ('mailbox', '0001_initial'),
        ('members', '0008_fewer_indexes'),
        ('organisations', '0005_renewals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.person')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comparisons', to='mailbox.key')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('key', 'organisation'), name='key_compared_once_for_letters'),
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
