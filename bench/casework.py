"""A handler's list with a million cases in the table: queries and time of the first page and of a page far behind.

Four in ten cases lie on desks (a hundred branches and the union of the whole), the others are closed or waited for.
Run as it is on SQLite; with DATABASE_URL on a fresh PostgreSQL database there. Django's own client, fifty requests.
"""

# ruff: noqa: PLC0415 (what needs Django is imported once its settings stand)

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
CASES, BRANCHES, REQUESTS = int(os.environ.get("CASES", "1000000")), 100, 50
MOST_QUERIES, MOST_MS = 6, 30
COLUMNS = (
    "key, version_id, title, applicant_id, about_name, organisation_id, state, sealed_answers, step, duty, desk_id, "
    "desk_key, holder_name, due_on, risen, begun_at, closed_at, rating_words, entered_by_name"
)
# Four in ten wait: one of them with the union, three with the branches' secretaries.
ROWS = """
SELECT {key}, {version}, '住院慰问', {person} + n % {people}, '', {branch} + n % {branches},
  CASE WHEN n % 10 < 4 THEN 'waiting' ELSE 'done' END, '', 0,
  CASE WHEN n % 10 = 0 THEN 'union' ELSE 'heads' END,
  CASE WHEN n % 10 = 0 THEN {hq} ELSE {branch} + n % {branches} END,
  CASE WHEN n % 10 = 0 THEN 'union@{hq}' WHEN n % 10 < 4 THEN 'heads@' || ({branch} + n % {branches}) ELSE '' END,
  '', CASE WHEN n % 10 < 4 THEN {day} END, 0, {moment}, CASE WHEN n % 10 < 4 THEN NULL ELSE {moment} END, '', ''
FROM {numbers}
"""
DIALECTS = {
    "sqlite": {
        "key": "lower(hex(randomblob(16)))", "day": "date('2026-11-20', '+' || (n * 7919 % 365) || ' days')",
        "moment": "'2026-11-20 04:00:00'",
        "numbers": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {cases}) "
        "SELECT n FROM c)",
    },
    "postgresql": {
        "key": "gen_random_uuid()", "day": "date '2026-11-20' + (n::bigint * 7919 % 365)::int",
        "moment": "timestamptz '2026-11-20 04:00:00+00'", "numbers": "generate_series(1, {cases}) AS c(n)",
    },
}  # fmt: skip


def fill():
    """A committee with branches, two thousand people, and the cases in one statement. Returns Uma and Alice."""
    from django.db import connection, transaction
    from tests.factories.casework import grant
    from tests.world import NOW, World, add_organisation, add_person

    from zhibu.casework.models import Version
    from zhibu.members.models import Person, PostHolding

    hq = add_organisation(None, "集团党委", "party_committee")
    branches = [add_organisation(hq, f"第{number}支部", "party_branch") for number in range(BRANCHES)]
    people = Person.objects.bulk_create(
        Person(name=f"员工{number}", created_at=NOW, updated_at=NOW) for number in range(2000)
    )
    world = World(hq, branches[1], branches[1], branches[2], {}, {})
    for name in ("uma", "alice"):
        add_person(world, name)
    grant(world, "uma", "union_officer")
    PostHolding.objects.create(
        person=world.person("alice"), organisation=branches[1], title="secretary", started_on=date(2025, 1, 6)
    )
    version = Version.objects.get(matter__code="hospital_consolation", number=1)
    dialect = DIALECTS[connection.vendor]
    numbers = dialect["numbers"].format(cases=CASES)
    rows = ROWS.format(
        **dialect | {"numbers": numbers}, version=version.pk, person=people[0].pk, people=len(people), hq=hq.pk,
        branch=branches[0].pk, branches=BRANCHES,
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO casework_case ({COLUMNS}) {rows}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def measure(world, name: str, address: str) -> tuple[int, int, float, float]:
    """Rows, queries, median and 95th percentile in milliseconds of a page."""
    from django.db import connection
    from django.test import Client
    from tests.clients import sign_in

    client = sign_in(Client(headers={"host": "127.0.0.1"}), world.accounts[name])
    client.get(address)
    queries = []

    def count(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    assert queries, "Nothing was counted."
    times = []
    for _ in range(REQUESTS):
        before = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - before))
    times.sort()
    return answer.content.count(b"row-text"), len(queries), statistics.median(times), times[int(REQUESTS * 0.95)]


def far(world, name: str) -> str:
    """The address of a page in the midst of the list."""
    from zhibu.casework.models import Case

    key = f"union@{world.hq.pk}" if name == "uma" else f"heads@{world.branch_a.pk}"
    rows = Case.objects.filter(desk_key=key).order_by("due_on", "pk")
    last = rows.filter(due_on__gte=date(2026, 11, 20) + timedelta(days=180)).first()
    return f"/casework/desk?after={last.due_on:%Y%m%d}.{last.pk}"


def main() -> int:
    """Fill, measure, print the table; 1 when a figure is missed."""
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="zhibu-bench-"))
    os.environ.update(DJANGO_SETTINGS_MODULE="zhibu.config.settings", LOG_LEVEL="ERROR")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name files by their hash
    world = fill()
    print(f"A handler's list, {CASES:,} cases in the table, {connection.vendor}")
    print(f"{'page':<34}{'rows':>6}{'queries':>9}{'median ms':>11}{'p95 ms':>9}   limit {MOST_QUERIES}, {MOST_MS} ms")
    missed = False
    for name, who in (("uma", "union, 100,000 waiting"), ("alice", "secretary, 10,000 waiting")):
        for address, where in (("/casework/desk", "first"), (far(world, name), "in the midst")):
            rows, queries, median, slow = measure(world, name, address)
            missed |= queries > MOST_QUERIES or median > MOST_MS
            print(f"{f'{who}, {where}':<34}{rows:>6}{queries:>9}{median:>11.1f}{slow:>9.1f}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
