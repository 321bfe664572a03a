"""A letter of introduction as PDF: one alone, and many in one file as a batch prints them. CPU seconds, no database."""

# ruff: noqa: PLC0415 (what needs Django is imported once its settings stand)

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

LIMIT_MS, ALONE, TOGETHER = 300, 10, 50
CONTENT = {
    "number": "ZZ01-2026-0001", "addressee": "中共示例市示例区委组织部", "name": "李明", "sex": "男", "age": 36,
    "ethnicity": "汉族", "category": "full", "citizen_id": "449900199001010017", "paid_year": 2026, "paid_month": 10,
    "from_unit": "中共示例集团研发中心支部委员会", "to_unit": "示例市示例区示例街道示例社区党支部", "valid_days": 30,
    "issued_on": "2026-11-20", "member_contact": "13800000000", "committee": "中共示例集团委员会",
    "address": "广东省广州市示例路 1 号", "phone": "020-00000000", "fax": "020-00000001", "postcode": "510000",
}  # fmt: skip


def main() -> None:
    """Two lines."""
    from zhibu.transfers.queries.papers import letters_pdf

    sheet = (SimpleNamespace(code="ABCDEFGHJKMNPQRS"), CONTENT, "https://zhibu.example/verify/ABCDEFGHJKMNPQRS")
    letters_pdf([sheet])  # the first one loads the fonts
    begun = time.process_time()
    for _ in range(ALONE):
        letters_pdf([sheet])
    one = 1000 * (time.process_time() - begun) / ALONE
    begun = time.process_time()
    letters_pdf([sheet] * TOGETHER)
    many = 1000 * (time.process_time() - begun) / TOGETHER
    print("\nLetter of introduction, PDF\n")
    print(f"alone {one:.0f} ms CPU (≤{LIMIT_MS})  {'reached' if one <= LIMIT_MS else 'NOT reached'}")
    print(f"{TOGETHER} in a file {many:.0f} ms CPU each")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    main()
