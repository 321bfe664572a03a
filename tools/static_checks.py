"""What can be found without running the product: `make check`, and a part of `make test`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "lint": [f"{BIN}/ruff", "check", "."],
    "format": [f"{BIN}/ruff", "format", "--check", "."],
    "types": [f"{BIN}/mypy", "--no-error-summary"],
    "imports": [f"{BIN}/lint-imports"],
    "migrations": [f"{BIN}/zhibu", "makemigrations", "--check", "--dry-run"],
}


def run(name: str) -> tuple[bool, str]:
    """Whether a check finds nothing, and what it says."""
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def main() -> None:
    """Run all, print what they found, fail if one failed."""
    failed = []
    for name in CHECKS:
        clean, says = run(name)
        print(f"{name}: {'ok' if clean else 'FAILED'}", flush=True)
        if not clean:
            failed.append(name)
            print(says, flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
