"""System packages: installs what is missing as root, else says in one sentence what to install.

`system.py run` is what the product needs to print documents; `system.py test` is what the tests need besides.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def has_library(name: str) -> bool:
    """Whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Whether a font with Chinese characters is installed."""
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout)
    return any(path for folder in FONT_FOLDERS for path in Path(folder).expanduser().rglob("*CJK*"))


def postgres_bin() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest version; Debian keeps them off PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    found = [folder for folder in folders if (folder / "initdb").exists()]
    return found[-1] if found else Path(on_path).resolve().parent if on_path else None


def chromium() -> str | None:
    """Path of a browser that starts (Ubuntu's own package is a stub that asks for snap)."""
    for name in CHROMIUMS:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


NEEDS: dict[str, dict[str, Callable[[], object]]] = {
    "run": {
        "fonts-noto-cjk": has_chinese_font,
        "libpango-1.0-0": lambda: has_library("libpango-1.0.so.0"),
        "libpangoft2-1.0-0": lambda: has_library("libpangoft2-1.0.so.0"),
        "libharfbuzz-subset0": lambda: has_library("libharfbuzz-subset.so.0"),
    },
    "test": {
        "postgresql": postgres_bin,
        "redis-server": lambda: shutil.which("redis-server"),
        "chromium": chromium,
    },
}


def missing(purpose: str) -> list[str]:
    """Debian names of the packages that are not there."""
    return [package for package, is_there in NEEDS[purpose].items() if not is_there()]


def install(packages: list[str]) -> None:
    """Install with apt; a failure is told by what is still missing afterwards."""
    print(f"Installing {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Keep Debian from creating and starting a PostgreSQL cluster of its own.
    folder = Path("/etc/postgresql-common")
    if "postgresql" in packages and not (folder / "createcluster.conf").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "createcluster.conf").write_text("create_main_cluster = false\n")
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    command = [
        "apt-get",
        "install",
        "-qq",
        "--no-install-recommends",
        "-o",
        "Dpkg::Options::=--force-confold",
        *packages,
    ]
    subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)


def provide(purpose: str) -> list[str]:
    """What is still missing after trying; one sentence says what to do about it."""
    packages = missing(purpose)
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = missing(purpose)
    if packages:
        names = " ".join(packages)
        print(f"Please install {names} (Debian, Ubuntu: sudo apt-get install {names}).", file=sys.stderr)
    return packages


def main() -> None:
    """Provide one group and note success in the stamp file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=NEEDS)
    parser.add_argument("--stamp", type=Path)
    arguments = parser.parse_args()
    if not provide(arguments.purpose) and arguments.stamp:
        arguments.stamp.parent.mkdir(parents=True, exist_ok=True)
        arguments.stamp.touch()


if __name__ == "__main__":
    main()
