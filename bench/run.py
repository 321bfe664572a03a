"""`make bench`: runs each benchmark in a process of its own and prints its table (ARGS=pages,checkin to choose)."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# Each file prints one table. settlement.py is run by hand: it needs an empty PostgreSQL and keeps what it makes.
BENCHES = ("roster", "checkin", "pages", "realtime", "quiz", "groups", "dues", "casework", "letters")


def main(arguments: list[str]) -> int:
    """Run those that were named, or all."""
    wanted = [name for word in arguments for name in word.split(",")] or list(BENCHES)
    if unknown := set(wanted) - set(BENCHES):
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(BENCHES)}")
        return 2
    failed = [
        name for name in wanted if subprocess.run([sys.executable, FOLDER / f"{name}.py"], check=False).returncode
    ]
    if failed:
        print(f"Could not measure: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
