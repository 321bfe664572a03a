"""Copies the third-party front-end files that pages use from node_modules into a git-ignored static folder."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/zhibu/kernel/static/vendor"

# file of a package → name under static/vendor/
FILES = {
    "weui/dist/style/weui.min.css": "weui/weui.min.css",
    "weui/LICENSE.txt": "weui/LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE.txt",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
    "echarts/LICENSE": "echarts/LICENSE.txt",
    "echarts/NOTICE": "echarts/NOTICE.txt",
    "libsodium-wrappers-sumo/dist/modules-sumo-esm/libsodium-wrappers.mjs": "sodium/wrappers.js",
    "libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs": "sodium/sodium.js",
    "libsodium-wrappers-sumo/LICENSE": "sodium/LICENSE.txt",
}

# A browser asks for addresses, not for names of packages; the spaces let static files by content hash find the import.
ADDRESSES = {"sodium/wrappers.js": ('from"libsodium-sumo"', ' from "./sodium.js"')}


def main() -> None:
    """Make the folder anew, so that a file that is no longer wanted goes away."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, name in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / source, target)
    for name, (package, address) in ADDRESSES.items():
        text = (VENDOR / name).read_text()
        if package not in text:
            raise SystemExit(f"{name} no longer imports {package}: look at tools/copy_assets.py")
        (VENDOR / name).write_text(text.replace(package, address))


if __name__ == "__main__":
    main()
