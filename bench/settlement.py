"""Settlement at full size: the product's statement against SQL written by hand for the same scheme.

    DATABASE_URL=postgres://… python bench/settlement.py [--members 100000] [--entries 4000000]

Needs an empty PostgreSQL database; what it makes there stays. Prints a table and fails when a row differs.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from zhibu.kernel.viewer import Viewer  # noqa: E402
from zhibu.points import services  # noqa: E402
from zhibu.points.models import Scheme, Settlement  # noqa: E402
from zhibu.points.rules.mapping import SAMPLE  # noqa: E402

AT = datetime(2026, 1, 3, 2, tzinfo=UTC)
SYSTEM = Viewer.system("bench")
PER_BRANCH = 50

FILL = """
INSERT INTO organisations_organisation (id, path, depth, numchild, name, short_name, kind, state, unit_relation,
    contact_name, contact_phone)
  SELECT 1, '0001', 1, {branches}, '集团党委', '集团党委', 'party_committee', 'active', 'same_as_parent', '', ''
  UNION ALL SELECT n + 1, '0001' || lpad(n::text, 4, '0'), 2, 0, '支部' || n, '支部' || n, 'party_branch', 'active',
    'same_as_parent', '', '' FROM generate_series(1, {branches}) n;
INSERT INTO members_person (id, name, {blank_names} sex, citizen_id, citizen_id_mask, home_address, residence,
    is_employee, is_migrant_worker, is_taiwan_origin, is_in_hardship, created_at, updated_at)
  SELECT n, '党员' || n, {blanks} 0, '', '', '', '', true, false, false, false, now(), now()
  FROM generate_series(1, {members}) n;
INSERT INTO members_membership (person_id, branch_id, category, status, joined_on, full_on, joining_kind,
    joining_branch, standing_adjustment_months, voting_suspended, is_lost, is_mobile, flow_to)
  SELECT n, 2 + (n - 1) / {per_branch}, 'full', 'normal', '2010-07-01', '2011-07-01', '', '', 0, false, false, false, ''
  FROM generate_series(1, {members}) n;
INSERT INTO members_postholding (person_id, organisation_id, title, started_on, elected, document)
  SELECT 1 + b * {per_branch} + k, b + 2, (ARRAY['secretary', 'organization_member', 'publicity_member'])[k + 1],
    '2024-01-06', true, '' FROM generate_series(0, {branches} - 1) b, generate_series(0, 2) k;
INSERT INTO ledger_entry (kind, member_id, organisation_id, occurred_at, recorded_at, recorded_by, quantity, mode,
    evidence, source_app, source_key, title, url, reason)
  SELECT kind, member, 2 + (member - 1) / {per_branch}, moment, moment + interval '1 day', 'bench',
    CASE WHEN kind = 'class_hours' THEN 20 ELSE 10 END, 'offline', 'staff', 'bench', n::text, '', '', ''
  FROM (
    SELECT n, 1 + (n::bigint * 7919) %% {members} AS member, (%(kinds)s::text[])[1 + floor(pow(random(), 2) * %(many)s)]
      AS kind, timestamptz '2024-12-20' + random() * interval '385 days' AS moment
    FROM generate_series(1, {entries}) n
  ) made;
"""
BLANKS = (
    "former_name", "ethnicity", "education", "degree", "work_post", "work_unit_and_post", "technical_post", "mobile",
    "phone", "household_place", "native_place", "new_stratum_kind",
)  # fmt: skip


def fill(members: int, entries: int) -> None:
    """Members, posts and facts, made inside the database. Rare facts (findings, vetoes) are rare."""
    rare = {"party_punishment", "unlawful_act_punished", "illegal_group_joined", "serious_accident_blamed"}
    kinds = list(dict.fromkeys(kind for reading in SAMPLE.values() for kind in reading.kinds))
    kinds = ["class_hours", *(kind for kind in kinds if kind not in rare), "theme_party_day_attended"]
    kinds += ["group_meeting_attended", "members_meeting_attended", "party_lesson_attended", "party_punishment"]
    text = FILL.format(
        members=members, entries=entries, branches=-(-members // PER_BRANCH), per_branch=PER_BRANCH,
        blank_names="".join(f"{name}, " for name in BLANKS), blanks="'', " * len(BLANKS),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(text, {"kinds": kinds, "many": len(kinds)})
        for table, column in (("organisations_organisation", "id"), ("members_person", "id")):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}")  # noqa: S608
        cursor.execute("VACUUM ANALYZE")


def prepare(sample: Path) -> Settlement:
    """The sample scheme in force, and a settlement without figures."""
    scheme = services.import_scheme(
        SYSTEM, organisation_id=1, year=2025, title="bench", text=sample.read_text(encoding="utf-8-sig"), at=AT
    )
    services.activate_scheme(SYSTEM, scheme_id=scheme.pk, resolution="bench", at=AT)
    scheme = Scheme.objects.get(pk=scheme.pk)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_figures (LIKE points_figure INCLUDING ALL)")
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' "
                       "AND conrelid = 'points_figure'::regclass")  # fmt: skip
        for name, definition in cursor.fetchall():
            cursor.execute(f"ALTER TABLE bench_figures ADD CONSTRAINT bench_{name} {definition}")
        cursor.execute("ANALYZE")
    return Settlement.objects.create(scheme=scheme, quarter=4, facts_until=AT, settled_by="bench", settled_at=AT)


def measured(work) -> float:
    """Seconds of one run, rolled back, deferred checks included."""
    with transaction.atomic():
        start = time.perf_counter()
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds


def by_hand(settlement: Settlement) -> None:
    """The statement of settlement.sql."""
    with connection.cursor() as cursor:
        values = {"settlement": settlement.pk, "until": settlement.facts_until}
        cursor.execute((HERE / "settlement.sql").read_text(), values)


def differences(settlement: Settlement) -> int:
    """Rows that only one of the two gives."""
    columns = "person_id, branch_id, morality, ability, diligence, performance, honesty, total, has_veto"
    one, other = f"SELECT {columns} FROM points_figure", f"SELECT {columns} FROM bench_figures"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        services.write_figures(settlement)
        by_hand(settlement)
        cursor.execute(f"SELECT COUNT(*) FROM (({one} EXCEPT {other}) UNION ALL ({other} EXCEPT {one})) d")  # noqa: S608
        different = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return different


def main() -> None:
    """Fill, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=4_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sample", type=Path, default=HERE.parent / "tests/points/data/points-scheme.csv")
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        sys.exit("bench/settlement.py needs DATABASE_URL=postgres://…")
    call_command("migrate", verbosity=0)
    if Settlement.objects.exists():
        settlement = Settlement.objects.get()
    else:
        start = time.perf_counter()
        fill(options.members, options.entries)
        settlement = prepare(options.sample)
        print(f"filled in {time.perf_counter() - start:.0f} s")
    different = differences(settlement)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    product, hand = [], []
    for _ in range(options.runs):
        product.append(measured(lambda: services.write_figures(settlement)))
        hand.append(measured(lambda: by_hand(settlement)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    ours, theirs = statistics.median(product), statistics.median(hand)
    print(f"| settlement | {options.members:,} members × {settlement.scheme.indexes.count()} indexes, "
          f"{options.entries:,} facts |")  # fmt: skip
    print("|---|---|")
    print(f"| product | {ours:.2f} s |\n| by hand | {theirs:.2f} s |\n| ratio | {ours / theirs:.2f} (limit 2) |")
    print(f"| rows that differ | {different} |\n| memory grown | {grown:.1f} MiB |")
    sys.exit(bool(different) or ours > 2 * theirs)


if __name__ == "__main__":
    main()
