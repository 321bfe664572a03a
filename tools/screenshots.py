"""`make screenshots`: a fresh demo, people who sign in, and the pictures of the README in docs/pictures.

ARGS names some of the pictures; `--at URL` takes them of a demo that is running already.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
from bench.server import serving  # noqa: E402 (the path first)

from tools import system  # noqa: E402 (the path first)

PICTURES = ROOT / "docs/pictures"
PORT = 8317
SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "zhibu-demo-2026"  # noqa: S105 (the demo's, in the README)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}

# picture → who, size, display cookies, path, and the words of the link to follow there ("" none).
SHOTS = {
    "home": ("member", "phone", {}, "/", ""),
    "home-elder": ("member", "phone", {"zhibu_elder": "1"}, "/", ""),
    "home-dark": ("member", "phone", {"zhibu_theme": "dark"}, "/", ""),
    "activities": ("member", "phone", {}, "/activities/", ""),
    "score": ("member", "phone", {}, "/points/", ""),
    "record-book": ("secretary", "desktop", {}, "/ledger/", "番禺生产基地党支部"),
    "members": ("staff", "desktop", {}, "/people/", ""),
    "office": ("staff", "desktop", {}, "/office/members/membership/", ""),
}


def sign_in(page: Page, name: str) -> None:
    """Through the door that everybody uses; the demo shows the code of roles."""
    page.goto("/login")
    page.fill("input[type=text]", name)
    page.fill("input[type=password]", PASSWORD)
    page.click("button.primary")
    if "/me/notices" in page.url:  # once for each person
        page.click("button.primary")
    if "/login/" in page.url:
        code = re.search(r"\b\d{6}\b", page.inner_text(".notice strong"))
        page.fill("form.form input[type=text], form.form input[inputmode=numeric]", code[0] if code else "")
        page.click("button.primary")


@contextmanager
def browser() -> Iterator[Browser]:
    """The distribution's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(system.chromium()), args=FLAGS)
        yield opened
        opened.close()


def context_of(opened: Browser, url: str, size: str, cookies: dict[str, str], state: object) -> BrowserContext:
    """A window of a size with the display wishes and the session of somebody."""
    scale = 1.5 if size == "phone" else 1
    made = opened.new_context(
        base_url=url, viewport=SIZES[size], device_scale_factor=scale, locale="zh-CN", storage_state=state
    )
    made.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    return made


def shoot(opened: Browser, url: str, wanted: list[str]) -> None:
    """Sign each person in once, then take the pictures."""
    states: dict[str, object] = {}
    for picture in wanted:
        who, size, cookies, path, link = SHOTS[picture]
        if who not in states:
            first = opened.new_context(base_url=url, locale="zh-CN")
            sign_in(first.new_page(), who)
            states[who] = first.storage_state()
        page = context_of(opened, url, size, cookies, states[who]).new_page()
        page.goto(path)
        if link:
            page.click(f"main a:has-text('{link}')")
            page.wait_for_load_state()
        if picture == "record-book":  # up to last week: meetings, not what the demo began with
            page.fill("input[name=last]", str(datetime.now(SHANGHAI).date() - timedelta(days=7)))
            page.click("text=查看这段时间")
            page.wait_for_load_state()
        page.wait_for_timeout(600)  # charts draw themselves
        page.screenshot(path=PICTURES / f"{picture}.png")
        lighten(PICTURES / f"{picture}.png")
        print(f"docs/pictures/{picture}.png")


def lighten(path: Path) -> None:
    """Two hundred and fifty-six colours are enough for a page of text."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256).save(path, optimize=True)


def compose() -> None:
    """The first picture of the README: a phone beside a desktop, of one height."""
    gap = 24
    with Image.open(PICTURES / "home.png") as first, Image.open(PICTURES / "record-book.png") as second:
        desktop = second.convert("RGB")
        phone = first.convert("RGB").resize((round(first.width * desktop.height / first.height), desktop.height))
    tour = Image.new("RGB", (phone.width + desktop.width + 3 * gap, desktop.height + 2 * gap), "#d9d6cf")
    tour.paste(phone, (gap, gap))
    tour.paste(desktop, (phone.width + 2 * gap, gap))
    tour.save(PICTURES / "tour.png")
    lighten(PICTURES / "tour.png")


def main(arguments: list[str]) -> int:
    """All pictures, or those that were named."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    at = arguments[1] if arguments[:1] == ["--at"] else ""
    wanted = arguments[2:] if at else arguments
    with demo(at) as url, browser() as opened:
        shoot(opened, url, wanted or list(SHOTS))
    if not wanted:
        compose()
    return 0


@contextmanager
def demo(running: str) -> Iterator[str]:
    """The address of a demo: the running one, else a fresh one."""
    if running:
        yield running
        return
    prepare = [["migrate", "--verbosity", "0"], ["demo"]]
    with serving(PORT, prepare=prepare, settings={"DEMO": "1"}) as server:
        yield server.url


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
