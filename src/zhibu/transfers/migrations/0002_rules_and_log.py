"""The first rules of the kinds, and a log that is only added to."""

from datetime import date

from django.db import migrations

from zhibu.kernel.append_only import append_only

REGULATION = "《中国共产党党员教育管理工作条例》（2019）第二十五条"
PRACTICE = "转接手册惯例：市内 7 至 10 天，全国一般 30 天，最长 90 天；回执一个月内返回（组通字〔2006〕45号）"
# kind, carrier, moves, valid days, at most, receipt, step, source
RULES = [
    ("internal_move", "none", True, 90, 90, 30, 7, f"{REGULATION}；同一党委内部调整由党委决定"),
    ("same_system", "none", True, 90, 90, 30, 7, REGULATION),
    ("cross_province_online", "message", True, 90, 90, 30, 7, f"{REGULATION}；线上转接有效期按 90 天"),
    ("cross_province_letter", "letter", True, 30, 90, 30, 7, PRACTICE),
    ("military_or_secret", "letter", True, 30, 90, 30, 7, PRACTICE),
    ("abroad", "none", False, 90, 90, 30, 7, "《中国共产党党员教育管理工作条例》（2019）第三十四条：每半年至少联系一次"),
    ("whole_unit", "letter", True, 90, 90, 30, 7, PRACTICE),
]  # fmt: skip


def seed(apps, schema_editor):
    model = apps.get_model("transfers", "KindRule")
    names = ("kind", "carrier", "moves", "valid_days", "valid_days_most", "receipt_days", "step_days", "source")
    for row in RULES:
        model.objects.create(in_force_from=date(2019, 5, 6), **dict(zip(names, row, strict=True)))


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial")]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        append_only("transfers_step"),
    ]
