"""Collecting information in the demo: a request that is being filled in, figures, a question of last month."""

from datetime import datetime, timedelta
from uuid import UUID

from zhibu.collection import services
from zhibu.collection.enums import Audience, Kind, Secrecy
from zhibu.collection.models import Request, Sheet
from zhibu.collection.services.filling import Filled
from zhibu.config.demo.cast import Cast
from zhibu.kernel.viewer import Viewer

_KEY = "7c1d2e3f-0000-4000-8000-0000000000{:02d}"


def ask(
    cast: Cast, *, staff: Viewer, member: Viewer, secretary: Viewer, officers: dict[int, Viewer], at: datetime
) -> None:
    """Everything through the services that people use."""
    _sizes(cast, staff, member, secretary, at - timedelta(days=35))
    _yearly(cast, staff, secretary, at - timedelta(days=2))
    _figures(cast, staff, officers, at - timedelta(days=9))
    services.draft_request(
        staff, key=_key(4), organisation_id=cast.committee_id, title="走访前核对住址", audience=Audience.MEMBERS,
        purpose="只用于安排走访路线，走访结束即删除导出表。", due_at=at + timedelta(days=10),
        fields=("home_address", "mobile", "category"), at=at,
    )  # fmt: skip


def _key(number: int) -> UUID:
    return UUID(_KEY.format(number))


def _sizes(cast: Cast, staff: Viewer, member: Viewer, secretary: Viewer, at: datetime) -> None:
    """Last month, ended: one has answered and was checked twice, so that the same question is offered again."""
    request = services.draft_request(
        staff, key=_key(1), organisation_id=cast.branches[1].id, title="志愿服务马甲尺码", audience=Audience.MEMBERS,
        purpose="给支部志愿服务队统一订马甲。", due_at=at + timedelta(days=7), fields=("mobile",), at=at,
    )  # fmt: skip
    asked = services.add_question(
        staff, request_id=request.pk, text="马甲尺码", kind=Kind.CHOICE, choices=("S", "M", "L", "XL", "XXL"),
        secrecy=Secrecy.INTERNAL, required=True,
    )  # fmt: skip
    services.send_request(staff, request_id=request.pk, at=at)
    sheet = _fill(member, request, {asked.name: "XL"}, at=at + timedelta(days=1), key=11)
    for day, viewer in ((2, secretary), (3, staff)):
        seen = Sheet.objects.get(pk=sheet.pk)
        services.check_sheet(viewer, sheet_id=seen.pk, version=seen.version, at=at + timedelta(days=day))
    services.close_request(staff, request_id=request.pk, at=at + timedelta(days=7))


def _yearly(cast: Cast, staff: Viewer, secretary: Viewer, at: datetime) -> None:
    """This year's look through the record: the secretary has filled in, the others are at it."""
    request = services.draft_request(
        staff, key=_key(2), organisation_id=cast.branches[1].id, title="党员信息年度核对", audience=Audience.MEMBERS,
        purpose="每年核对一次名册，用于年报统计；核对后各处都用同一份。", due_at=at + timedelta(days=12),
        fields=("mobile", "education", "work_unit_and_post", "technical_post", "category", "joined_on"), at=at,
    )  # fmt: skip
    services.send_request(staff, request_id=request.pk, at=at)
    answers = {"work_unit_and_post": "总装车间 班长", "technical_post": "技师"}
    _fill(secretary, request, answers, at=at + timedelta(hours=3), key=12)


def _figures(cast: Cast, staff: Viewer, officers: dict[int, Viewer], at: datetime) -> None:
    """Figures that the platform counted; two secretaries have confirmed theirs."""
    request = services.draft_request(
        staff, key=_key(3), organisation_id=cast.committee_id, title="三季度基层组织情况", audience=Audience.BRANCHES,
        purpose="汇总后报上级，数字由平台先算好。", due_at=at + timedelta(days=14),
        fields=("members", "probationary", "women", "mobile", "groups", "attended_this_year"), at=at,
    )  # fmt: skip
    services.add_question(
        staff, request_id=request.pk, text="活动室面积（平方米）", kind=Kind.NUMBER, choices=(),
        secrecy=Secrecy.INTERNAL, required=True,
    )  # fmt: skip
    services.send_request(staff, request_id=request.pk, at=at)
    name = request.questions.get(field="").name
    for number, branch in enumerate(cast.branches[1:3]):
        sheet = Sheet.objects.get(request=request, branch_id=branch.id)
        answers = {name: str(40 + 15 * number)}
        filled = Filled(answers, _key(21 + number), sheet.version)
        officer = officers[branch.officers["secretary"]]
        services.submit_sheet(officer, sheet_id=sheet.pk, filled=filled, at=at + timedelta(days=1))


def _fill(viewer: Viewer, request: Request, answers: dict[str, str], *, at: datetime, key: int) -> Sheet:
    sheet = Sheet.objects.get(request=request, person_id=viewer.person_id or 0)
    filled = Filled(answers, _key(key), sheet.version)
    return services.submit_sheet(viewer, sheet_id=sheet.pk, filled=filled, at=at)
