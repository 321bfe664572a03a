"""The first version of each notice (rules.md 10.1), and answers that nobody rewrites."""

import datetime

from django.db import migrations

from zhibu.kernel.append_only import append_only

TEXTS = [
    {
        "purpose": "notice",
        "needed": True,
        "title": "个人信息处理告知",
        "title_en": "How your information is handled",
        "body": "为开展组织生活、登记党籍和党内统计，本系统保存您的基本信息、党籍信息和参加组织生活的记录。\n"
        "本支部委员和上级党务工作人员在职责范围内可以查看；谁看过您的身份证号码和住址，您在“我的档案”里看得到。\n"
        "您可以随时查看、导出和申请更正，更正申请在十五个工作日内答复。签到的技术数据保存九十天。",
        "body_en": "To hold organisational life, keep the membership register and prepare statistics, this system keeps "
        "your basic particulars, your membership and your part in organisational life.\n"
        "Officers of your branch and Party affairs staff above see it within their duties; who looked at your identity "
        "number and address is shown to you in your record.\n"
        "You can read, export and ask to correct it at any time; an answer comes within fifteen working days. Technical "
        "data of check-ins are kept for ninety days.",
    },
    {
        "purpose": "sensitive",
        "needed": False,
        "title": "敏感个人信息单独同意",
        "title_en": "Consent to sensitive information",
        "body": "身份证号码、家庭住址和请假的健康原因属于敏感个人信息，只用于党籍登记、组织关系转接和关怀慰问，"
        "加密保存，查看要写明理由并留下记录。\n不同意时，这些内容改由党支部以纸质方式保管，不影响您使用本系统。",
        "body_en": "Identity number, home address and health reasons of leave are sensitive. They serve only the "
        "membership register, transfers and care; they are kept encrypted, and whoever looks gives a reason that is "
        "recorded.\nIf you do not agree, the branch keeps them on paper; you can use everything else.",
    },
    {
        "purpose": "publishing",
        "needed": False,
        "title": "照片与事迹公开",
        "title_en": "Photos and stories in public",
        "body": "同意后，您参加活动的照片、获得的表彰可以在支部以外的栏目刊登。不同意或以后撤回，都不影响任何评价。",
        "body_en": "If you agree, photos of activities you took part in and honours you received may appear outside your "
        "branch. Refusing, now or later, changes no appraisal.",
    },
]


def write(apps, schema_editor):
    text = apps.get_model("members", "ConsentText")
    for fields in TEXTS:
        text.objects.create(version=1, in_force_from=datetime.date(2026, 1, 1), **fields)


class Migration(migrations.Migration):
    dependencies = [("members", "0005_invitations_and_consent")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop), append_only("members_consent")]
