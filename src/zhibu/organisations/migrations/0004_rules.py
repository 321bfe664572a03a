"""Numbers of the rules in force, each with its source (rules.md 1.2 to 1.4)."""

from datetime import date

from django.db import migrations

TERM_OPINION = "关于党的基层组织任期的意见，2018-07-12"
TERMS = [
    ("party_committee", 5, date(2018, 7, 12), TERM_OPINION),
    ("general_branch", 3, date(2018, 7, 12), TERM_OPINION),
    ("party_branch", 3, date(2018, 7, 12), TERM_OPINION),
    ("joint_branch", 3, date(2018, 7, 12), TERM_OPINION),
]
BRANCH_REGULATION, START = "中国共产党支部工作条例（试行），2018-10-28", date(2018, 10, 28)
LIMITS = [
    ("branch_full_least", 3, START, BRANCH_REGULATION),
    ("branch_members_most", 50, START, BRANCH_REGULATION),
    ("committee_from_full", 7, START, BRANCH_REGULATION),
    ("general_branch_below", 100, START, "党组织设置的一般规定：党总支 50 至 100 人"),
    ("party_committee_from", 100, START, "党组织设置的一般规定：党委 100 人以上"),
    ("groups_over", 20, START, "practice"),
    ("extension_months_most", 12, START, TERM_OPINION),
    *(("remind_days_before", days, START, "practice") for days in (180, 90, 60, 30, 0)),
    ("overdue_red_days", 365, START, TERM_OPINION),
]


def fill(apps, schema_editor):
    term_rule, limit_rule = apps.get_model("organisations", "TermRule"), apps.get_model("organisations", "LimitRule")
    for kind, years, day, source in TERMS:
        term_rule.objects.get_or_create(kind=kind, in_force_from=day, defaults={"years": years, "source": source})
    for code, number, day, source in LIMITS:
        limit_rule.objects.get_or_create(code=code, number=number, in_force_from=day, defaults={"source": source})


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_limits")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
