"""Letters get the code by which anybody may check them; those that were issued before too."""

import secrets

from django.db import migrations, models

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def draw(apps, schema_editor):
    """A code for each letter that has none."""
    letters = apps.get_model("casework", "Letter").objects
    for letter in letters.filter(check_code=None).iterator():
        letter.check_code = "".join(secrets.choice(ALPHABET) for _ in range(16))
        letter.save(update_fields=["check_code"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_entered_for_others")]
    operations = [
        migrations.AddField("letter", "check_code", models.CharField(max_length=16, null=True)),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.AlterField("letter", "check_code", models.CharField(max_length=16, unique=True)),
    ]
