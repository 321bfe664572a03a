"""Party-affairs staff bring the roster in; some of those it names get accounts and posts."""

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import check_page
from tests.journeys.steps import account_of, follow, give_post, log_in, press, visit
from zhibu.kernel import schedule
from zhibu.kernel.clock import local_date, now
from zhibu.members.models import Account, Membership, Person
from zhibu.members.queries import viewer_for
from zhibu.organisations.enums import PostTitle
from zhibu.organisations.models import Organisation

DATA = Path(__file__).parent.parent / "members/data"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROLES = ("secretary", "deputy", "member", "absentee", "scanner")


@dataclass
class Cast:
    """Who plays in a journey: persons and accounts by part, and their branch."""

    branch: Organisation
    people: dict[str, Person]
    accounts: dict[str, Account]

    def viewer(self, part: str):
        """The person as a viewer who passed the second factor."""
        return viewer_for(self.accounts[part], verified=True)


def bring_in(page: Page, world) -> None:
    """Sign in, upload the roster with its twenty faults, look, import the good rows, see it end."""
    log_in(page, world.accounts["stella"])
    visit(page, "/services")
    follow(page, "导入与导出名册")
    page.get_by_label("名册文件").set_input_files(
        {"name": "roster.xlsx", "mimeType": XLSX, "buffer": roster_of(local_date(now()))}
    )
    press(page, "上传并预览")
    _twenty_faults_are_listed(page)
    page.get_by_label("跳过有错误的行，先导入其余的").check()
    page.get_by_label("同意设立这些党支部").check()
    press(page, "导入")
    expect(page.get_by_role("progressbar")).to_be_visible()
    schedule.run_due(at=now())
    expect(page.get_by_role("heading", name="已导入")).to_be_visible()
    check_page(page)
    assert Membership.objects.count() == 320 - len(bad_rows())


def _twenty_faults_are_listed(page: Page) -> None:
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(20)
    for row, fault in zip(rows.all(), faults(), strict=True):
        expect(row.locator("th")).to_contain_text(f"第 {fault['row']} 行 {fault['column']} 列")
    follow(page, "提醒")
    expect(rows).to_have_count(len(faults()) - sum(fault["severity"] == "error" for fault in faults()))
    follow(page, "全部")


def roster_of(today: date) -> bytes:
    """The real roster; row 310 joined "in the future" in the spring of 2027, so that day moves along with ours."""
    book, out = load_workbook(DATA / "roster.xlsx"), BytesIO()
    book.worksheets[0]["I310"] = date(today.year + 1, 5, 1)
    book.save(out)
    return out.getvalue()


def faults() -> list[dict[str, str]]:
    """What is wrong with the roster."""
    with (DATA / "roster-faults.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def bad_rows() -> set[str]:
    """The rows that stay out."""
    return {fault["row"] for fault in faults() if fault["severity"] == "error"}


def cast_of(world, branch: Organisation) -> Cast:
    """Five full members of the branch, in the order of the roster."""
    found = Membership.objects.filter(branch=branch, category="full", status="normal", is_lost=False)
    people = dict(zip(ROLES, (row.person for row in found.select_related("person").order_by("pk")), strict=False))
    give_post(world, people["secretary"], branch, PostTitle.SECRETARY)
    give_post(world, people["deputy"], branch, PostTitle.DEPUTY_SECRETARY)
    return Cast(branch, people, {part: account_of(world, person) for part, person in people.items()})
