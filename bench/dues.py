"""Dues at full size: a month billed against SQL written by hand, a day reconciled, a receipt printed. Prints a table.

Billing runs on a PostgreSQL of its own and on SQLite, each filled inside the database; rows that differ from the hand's
fail. One process a database, started by this file (`--database` is for itself).
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

AT = datetime(2026, 1, 5, 2, tzinfo=UTC)
MONTH = date(2026, 1, 1)
PER_BRANCH = 50
COLUMNS = (
    "person_id, organisation_id, month, kind, band, assessed_fen, amount_fen, state, due_on, assessment_id, "
    "hardship_id, billed_at"
)
# What somebody would write who knows that every member has one assessment and nobody a hardship or a quarter.
BY_HAND = f"""
INSERT INTO dues_obligation ({COLUMNS})
SELECT m.person_id, m.branch_id, '2026-01-01', a.kind, a.band, a.amount_fen, a.amount_fen, 'due', '2026-01-31', a.id,
  NULL, '2026-01-05 02:00:00+00' FROM members_membership m JOIN dues_assessment a ON a.person_id = m.person_id
WHERE m.status IN ('normal', 'in_transit') AND a.year = 2026 AND a.replaced_at IS NULL
"""  # noqa: S608 (constants of this file)
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}) "


def fill(members: int) -> None:
    """Branches, members and one assessment each, made inside the database."""
    from django.db import connection  # noqa: PLC0415 (the database is chosen by then)

    from zhibu.organisations.models import Organisation  # noqa: PLC0415

    Organisation.objects.create(path="0001", depth=1, numchild=1, name="党委", short_name="党委",
                                kind="party_committee")  # fmt: skip
    branches = [
        Organisation(
            path=f"0001{n:04d}", depth=2, name=f"支部{n}", short_name=f"支部{n}", kind="party_branch", numchild=0
        )
        for n in range(1, -(-members // PER_BRANCH) + 1)
    ]
    first = min(row.pk for row in Organisation.objects.bulk_create(branches, batch_size=500))
    texts = ("former_name", "ethnicity", "education", "degree", "work_post", "work_unit_and_post", "technical_post",
             "mobile", "phone", "household_place", "native_place", "new_stratum_kind", "citizen_id", "citizen_id_mask",
             "home_address", "residence")  # fmt: skip
    flags = ("is_migrant_worker", "is_taiwan_origin", "is_in_hardship")
    no = "false" if connection.vendor == "postgresql" else "0"
    numbers = (
        f"FROM generate_series(1, {members}) n" if connection.vendor == "postgresql" else "FROM numbers"
    )  # fmt: skip
    head = "" if connection.vendor == "postgresql" else NUMBERS.format(last=members)
    statements = (
        f"INSERT INTO members_person (id, name, sex, is_employee, created_at, updated_at, {', '.join(texts + flags)}) "
        f"{head} SELECT n, '党员', 0, {no}, '{AT}', '{AT}', {', '.join(['%s'] * len(texts))}, "
        f"{', '.join([no] * len(flags))} {numbers}",
        "INSERT INTO members_membership (person_id, branch_id, category, status, joined_on, full_on, joining_kind, "
        "joining_branch, standing_adjustment_months, voting_suspended, is_lost, is_mobile, flow_to) "
        f"{head} SELECT n, {first} + (n - 1) / {PER_BRANCH}, 'full', 'normal', '2010-07-01', '2011-07-01', '', '', 0, "
        f"{no}, {no}, {no}, '' {numbers}",
        "INSERT INTO dues_assessment (person_id, year, from_month, only_month, kind, band, amount_fen, sealed, "
        "source, reason, confirmed_at, made_by, made_at) "
        f"{head} SELECT n, 2026, 1, {no}, 'wage_earner', 'w3', 7500 + n % 7500, 'd1.k1.00', 'member', '', '{AT}', "
        f"'bench', '{AT}' {numbers}",
    )
    with connection.cursor() as cursor:
        for place, statement in enumerate(statements):
            cursor.execute(statement, [""] * len(texts) if place == 0 else None)
        cursor.execute("ANALYZE")


def measured(work) -> tuple[float, tuple[int, ...]]:
    """Seconds of one run with its deferred checks, and what it wrote (rows, their sum, who owes what); rolled back."""
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        start = time.perf_counter()
        work()
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - start
        cursor.execute("SELECT COUNT(*), SUM(amount_fen), SUM(person_id % 1000 * amount_fen) FROM dues_obligation")
        found = tuple(int(value) for value in cursor.fetchone())
        transaction.set_rollback(True)
    return seconds, found


def product() -> None:
    """What the worker does on the first of a month."""
    from zhibu.dues import services  # noqa: PLC0415
    from zhibu.kernel.viewer import Viewer  # noqa: PLC0415

    services.bill(Viewer.system("bench"), month=MONTH, at=AT)


def hand() -> None:
    """The same rows by hand."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)


def bill(members: int, runs: int) -> bool:
    """A line for billing on this database; whether it keeps its limit."""
    from django.db import connection  # noqa: PLC0415

    fill(members)
    turns = [(measured(hand), measured(product)) for _ in range(runs)]
    same = len({written for turn in turns for _seconds, written in turn}) == 1
    theirs, ours = (statistics.median(turn[side][0] for turn in turns) for side in (0, 1))
    on_postgres = connection.vendor == "postgresql"
    limit = f"{ours / theirs:.2f} × by hand, limit 2" if on_postgres else "limit 20 s"
    print(f"| bill {members:,} members, {connection.vendor} | {ours:.1f} s | by hand {theirs:.1f} s; {limit}; "
          f"{'same rows' if same else 'ROWS DIFFER'} |", flush=True)  # fmt: skip
    return same and (ours <= 2 * theirs if on_postgres else ours <= 20)


def reconcile(orders: int) -> bool:
    """A line for a day of three books with one fen wrong and one notice lost."""
    from django.conf import settings  # noqa: PLC0415

    from zhibu.dues import services  # noqa: PLC0415
    from zhibu.kernel.viewer import Viewer  # noqa: PLC0415

    settings.DUES_GATEWAYS = ["trial"]
    staff, day = Viewer.system("bench"), date(2026, 1, 5)
    content = _books(orders, day)
    start = time.perf_counter()
    services.import_bank_file(staff, content=content, day=day, gateway_code="trial", at=AT)
    found = services.reconcile(staff, day=day, gateway_code="trial", at=AT)
    seconds = time.perf_counter() - start
    differences = list(found.findings.values_list("difference", flat=True))
    print(
        f"| reconcile {orders:,} payments, three books | {seconds:.1f} s | limit 30 s; found: {differences} |",
        flush=True,
    )
    return seconds <= 30 and differences == ["amount"] and found.agreed == orders - 1


def _books(orders: int, day: date) -> bytes:
    """Orders of ours, the gateway's book of one more, and the bank's file with one fen too little."""
    from uuid import uuid4  # noqa: PLC0415

    from zhibu.dues.models import Order, TrialPayment  # noqa: PLC0415
    from zhibu.organisations.models import Organisation  # noqa: PLC0415

    branch = Organisation.objects.filter(depth=2).first()
    common = {"organisation": branch, "purpose": "voluntary", "gateway": "trial", "opened_at": AT, "expires_at": AT}
    made = [
        Order(
            number=f"DF{n:010d}", key=uuid4(), person_id=1 + n % 1000, payer_id=1 + n % 1000, total_fen=1 + n,
            state="open" if n == 7 else "paid", paid_at=AT, paid_on=day, **common,
        )
        for n in range(orders)
    ]  # fmt: skip
    Order.objects.bulk_create(made, batch_size=1000)
    paid = (
        TrialPayment(number=one.number, amount_fen=one.total_fen, reference=f"T{one.number}", paid_at=AT, paid_on=day)
        for one in made
    )
    TrialPayment.objects.bulk_create(paid, batch_size=1000)
    sums = [(one.number, one.total_fen - (place == 11)) for place, one in enumerate(made)]
    lines = [f"{day},{number},{fen / 100:.2f},B" for number, fen in sums]
    total = f"TOTAL,{orders},{sum(fen for _number, fen in sums) / 100:.2f}"
    return "\n".join(["day,number,amount_yuan,reference", *lines, total]).encode()


def print_receipts() -> bool:
    """A line for a receipt; the first one, which loads fonts, is left out."""
    from zhibu.dues.models import Order, Receipt  # noqa: PLC0415
    from zhibu.dues.queries.papers import receipt_pdf  # noqa: PLC0415

    order = Order.objects.filter(state="paid").select_related("person", "payer", "organisation").first()
    receipt = Receipt(pk=1, organisation=order.organisation, year=2026, number=1, order=order, period="2026-01",
                      amount_fen=order.total_fen, collector="党员", issued_at=AT)  # fmt: skip
    receipt_pdf(receipt)
    spent = []
    for _time in range(7):
        start = time.process_time()
        receipt_pdf(receipt)
        spent.append((time.process_time() - start) * 1000)
    median = statistics.median(spent)
    print(f"| receipt as PDF | {median:.0f} ms CPU | limit 150 ms |", flush=True)
    return median <= 150


def inside(options: argparse.Namespace) -> int:
    """Everything on the database of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django  # noqa: PLC0415 (after the environment is set)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    kept = bill(options.members, options.runs)
    if options.database == "sqlite":
        kept = reconcile(options.payments) and kept
        kept = print_receipts() and kept
    return 0 if kept else 1


def main() -> None:
    """Start one process a database and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=100_000, help="members on SQLite")
    parser.add_argument("--payments", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--database", choices=["postgresql", "sqlite"])
    options = parser.parse_args()
    if options.database:
        sys.exit(inside(options))
    from tools.test import postgres  # noqa: PLC0415

    print("| dues | measured | |\n|---|---|---|", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        failed |= _started("sqlite", f"sqlite:///{folder}/bench.sqlite3", folder, options, options.small)
        with postgres(Path(folder)) as database:
            failed |= _started("postgresql", database, folder, options, options.members)
    sys.exit(failed)


def _started(kind: str, url: str, folder: str, options: argparse.Namespace, members: int) -> int:
    command = [sys.executable, __file__, "--database", kind, "--members", str(members), "--runs", str(options.runs),
               "--payments", str(options.payments)]  # fmt: skip
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": folder}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    main()
