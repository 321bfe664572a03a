"""A scheme is imported and switched on, a quarter settled, published, objected to and corrected."""

from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Page, expect

from tests.journeys.roster import Cast
from tests.journeys.steps import follow, press, visit
from zhibu.activities.models import Activity
from zhibu.kernel.clock import local_date
from zhibu.points.models import Adjustment, Figure, Settlement

SCHEME = Path(__file__).parent.parent / "points/data/points-scheme.csv"
RESOLUTION = "党委会第2号决议"


def switched_on(page: Page, earlier: Activity) -> None:
    """The sample scheme passes the lint and is switched on with a resolution."""
    visit(page, "/points/schemes")
    follow(page, "导入积分办法")
    page.get_by_label("年度").fill(str(local_date(earlier.starts_at).year))
    page.get_by_label("适用的党组织").select_option(label="集团党委")
    page.get_by_label("CSV 文件").set_input_files(SCHEME)
    press(page, "导入")
    expect(page.get_by_text("检查通过")).to_be_visible()
    page.get_by_label("会议决议").fill(RESOLUTION)
    press(page, "启用")
    expect(page.get_by_text(RESOLUTION)).to_be_visible()


def settled(page: Page, earlier: Activity, *, members: int) -> Settlement:
    """The finished quarter is settled and published in the branches."""
    quarter = (local_date(earlier.starts_at).month + 2) // 3
    press(page, f"结算第 {quarter} 季度")
    press(page, "在支部内公示")
    expect(page.get_by_text("支部内公示到")).to_be_visible()
    settlement = Settlement.objects.get(quarter=quarter)
    branch_id = earlier.organisation_id
    assert Figure.objects.filter(settlement=settlement, branch_id=branch_id).count() == members
    return settlement


def read_and_objected(page: Page, settlement: Settlement, cast: Cast) -> None:
    """The member sees why his score is what it is, and objects to the published figure."""
    visit(page, "/points/")
    expect(page.get_by_role("heading", name="我的积分")).to_be_visible()
    visit(page, f"/points/settlements/{settlement.pk}")
    name = cast.people["member"].name
    page.get_by_role("link", name=f"对{name}的积分提异议").first.click()
    page.get_by_label("内容").fill("那天我在外地出差，支部已经准假。")
    press(page, "提出异议")
    expect(page.get_by_role("heading", name=f"对{name}的积分的异议")).to_be_visible()


def corrected(phones: SimpleNamespace, settlement: Settlement, cast: Cast) -> None:
    """The secretary answers and adjusts; the old figure stays visible beside the new one."""
    page, member = phones.secretary, cast.people["member"]
    visit(page, f"/points/settlements/{settlement.pk}")
    page.get_by_role("link", name="出差").first.click()
    page.get_by_label("内容").fill("查到了当时的出差单，予以更正。")
    page.get_by_role("main").get_by_role("button").last.click()
    follow(page, "写入更正")
    page.get_by_label("方面").select_option(label="勤")
    page.get_by_label("调整分值").fill("0.5")
    page.get_by_label("依据的决定").fill("支委会会议纪要")
    page.get_by_label("理由").fill("因公出差，不计缺席。")
    press(page, "写入更正")
    figure = Figure.objects.get(settlement=settlement, person=member)
    assert Adjustment.objects.get(figure=figure).delta == 5
    visit(phones.member, f"/points/settlements/{settlement.pk}")
    row = phones.member.get_by_role("row").filter(has=phones.member.locator("del"))
    expect(row.locator("del").last).to_have_text(f"{figure.total / 10:.1f}")
    expect(row.locator("ins").last).to_have_text(f"{(figure.total + 5) / 10:.1f}")
