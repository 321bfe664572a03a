"""A brief is asked for and drawn up later; what is there keeps its state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("advice", "0002_append_only")]

    operations = [
        migrations.AlterField(
            model_name="brief",
            name="state",
            field=models.CharField(
                choices=[("drawing", "正在归纳"), ("draft", "待审看"), ("published", "已公布")],
                default="drawing",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="brief",
            name="texts",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
