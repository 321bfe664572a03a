"""Who plays: the tree, 320 members, 60 employees, posts and accounts."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

from openpyxl import Workbook

from zhibu.config.demo.life import Habit, habit
from zhibu.config.demo.people import Invented, invent
from zhibu.kernel.calendar import add_months, add_years
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.members.enums import Category, Role
from zhibu.members.models import Account, Membership, Person
from zhibu.members.models.person import citizen_id_index
from zhibu.members.rules.particulars import Details
from zhibu.members.services.roles import grant_role
from zhibu.members.services.roster_import import import_roster
from zhibu.organisations import services as organisations
from zhibu.organisations.enums import BodyKind, Kind, PostTitle

STAGE = Viewer.system("demo")
PASSWORD = "zhibu-demo-2026"  # noqa: S105 (printed by make demo and in the README)
BRANCHES = (
    "机关党支部", "番禺生产基地党支部", "四川基地党支部", "营销中心党支部",
    "研发中心党支部", "物流中心党支部", "天津基地党支部", "新乡基地党支部",
)  # fmt: skip
PROVINCES = ("44", "44", "51", "31", "44", "42", "12", "41")  # Guangdong, Sichuan, Shanghai, Hubei, Tianjin, Henan
BODIES = (
    (BodyKind.DISCIPLINE_COMMITTEE, "集团纪委"),
    (BodyKind.TRADE_UNION, "集团工会"),
    (BodyKind.YOUTH_LEAGUE, "集团团委"),
    (BodyKind.UNITED_FRONT, "集团统战部"),
    (BodyKind.WOMEN, "集团妇委会"),
    (BodyKind.ARMED_FORCES, "集团人民武装部"),
    (BodyKind.RESERVE, "集团预备役民兵连"),
    (BodyKind.PARTY_COMMITTEE_OFFICE, "集团党群工作部"),
)
# 312 come by the roster, one in each branch is admitted during the year: 320 members and 60 employees today.
SO_FAR = timedelta(days=396)  # the thirteen months between the beginning of the demo and today
MEMBERS, EMPLOYEES, GROUPS_PER_BRANCH = 312, 68, 2
HEADINGS = [
    "姓名*", "性别*", "民族*", "公民身份号码*", "出生日期*", "学历", "人员类别*", "所在党支部*", "加入党组织日期*",
    "转为正式党员日期", "工作岗位", "手机号码", "固定电话", "家庭住址", "党籍状态", "是否失联/流动",
]  # fmt: skip
COMMITTEE = (
    PostTitle.SECRETARY,
    PostTitle.DEPUTY_SECRETARY,
    PostTitle.ORGANIZATION_MEMBER,
    PostTitle.PUBLICITY_MEMBER,
    PostTitle.DISCIPLINE_MEMBER,
)


@dataclass
class Branch:
    """A branch of the demo with its people by id; `officers` go by post, `joined` holds those of this year.

    `number` is its place in the list.
    """

    id: int
    number: int
    name: str
    groups: list[int]
    members: list[int] = field(default_factory=list)
    officers: dict[str, int] = field(default_factory=dict)
    in_group: dict[int, list[int]] = field(default_factory=dict)
    joined: dict[int, date] = field(default_factory=dict)
    habits: dict[int, Habit] = field(default_factory=dict)


@dataclass
class Cast:
    """Everybody and every organisation of the demo."""

    committee_id: int
    branches: list[Branch]
    employees: list[int] = field(default_factory=list)
    on_probation: dict[int, date] = field(default_factory=dict)

    @property
    def head(self) -> int:
        """The secretary of the group committee."""
        return self.branches[0].members[6]


def found(*, at: datetime) -> Cast:
    """The tree: a group committee, eight branches with two groups each, the bodies beside the committee."""
    founded, elected = add_years(local_date(at), -9), add_years(local_date(at), -1)
    hq = _organisation(None, "中共示例日化集团有限公司委员会", "集团党委", Kind.PARTY_COMMITTEE, founded, elected, at)
    for kind, name in BODIES:
        organisations.found_body(STAGE, committee_id=hq, kind=kind, name=name, founded_on=founded, at=at)
    branches = []
    for number, name in enumerate(BRANCHES):
        # One branch is near the end of its term, so that its reminders can be seen.
        since = add_years(local_date(at), -3) + SO_FAR + timedelta(days=60) if number == 5 else elected
        branch = _organisation(hq, f"中共示例日化集团{name}", name, Kind.PARTY_BRANCH, founded, since, at)
        groups = [_group(branch, name, ordinal, founded, at) for ordinal in "一二"]
        organisations.place(
            STAGE, organisation_id=branch, province=PROVINCES[number], happened_on=founded, at=at
        )  # fmt: skip
        branches.append(Branch(branch, number, name, groups))
    return Cast(hq, branches)


def renew(cast: Cast, *, today: date, at: datetime) -> None:
    """The branch near the end of its term is on its way to a new committee: it waits for the reply from above."""
    papers = ("关于按期换届的提醒", "支委会会议记录第 9 号", "关于换届选举的请示")
    for number, document in enumerate(papers, start=1):
        organisations.take_renewal_step(
            STAGE, organisation_id=cast.branches[5].id, number=number, document=document,
            happened_on=today - timedelta(days=40 - 10 * number), at=at,
        )  # fmt: skip


def _group(branch: int, name: str, ordinal: str, founded: date, at: datetime) -> int:
    full, short = f"{name}第{ordinal}党小组", f"{name}第{ordinal}小组"
    return _organisation(branch, full, short, Kind.PARTY_GROUP, founded, None, at)


def _organisation(
    parent: int | None, name: str, short: str, kind: Kind, founded: date, elected: date | None, at: datetime
) -> int:
    made = organisations.found(
        STAGE, parent_id=parent, name=name, short_name=short, kind=kind, founded_on=founded, at=at
    )
    if elected:
        organisations.record_election(
            STAGE, organisation_id=made.pk, elected_on=elected, document="选举结果报告", at=at
        )
    return int(made.pk)


def enrol(cast: Cast, random: Random, *, at: datetime) -> None:
    """Members by a roster, as an organisation would begin; then groups, numbers, and employees without membership."""
    today = local_date(at)
    people = [invent(random, number, today=today) for number in range(MEMBERS)]
    _import(people, random, at)
    known = {p.citizen_id_index: p.pk for p in Person.objects.exclude(citizen_id_index=None)}
    for number, who in enumerate(people):
        branch = cast.branches[number % len(cast.branches)]
        person = known[citizen_id_index(who.citizen_id)]
        _settle_in(branch, person, random, at)
        members.change_person(STAGE, person_id=person, employee_number=who.employee_number, at=at)
    on_probation = Membership.objects.filter(category=Category.PROBATIONARY)
    cast.on_probation = dict(on_probation.values_list("person_id", "joined_on"))
    for number in range(MEMBERS, MEMBERS + EMPLOYEES):
        details = _details(invent(random, number, today=today))
        cast.employees.append(members.create_employee(STAGE, at=at, **details).pk)


def _settle_in(branch: Branch, person: int, random: Random, at: datetime) -> None:
    branch.members.append(person)
    branch.habits[person] = habit(random)
    group = branch.groups[len(branch.members) % GROUPS_PER_BRANCH]
    members.assign_group(STAGE, person_id=person, group_id=group, at=at)
    branch.in_group.setdefault(group, []).append(person)


def admit_some(cast: Cast, random: Random, *, first: date) -> None:
    """One employee in each branch is admitted in the course of the year, by the branch meeting."""
    for branch in cast.branches:
        person, day = cast.employees.pop(), add_months(first, 1 + branch.number) + timedelta(days=16)
        noon = datetime.combine(day, time(12), SHANGHAI)
        members.admit(STAGE, person_id=person, branch_id=branch.id, joined_on=day, document="支部大会接收决议", at=noon)
        branch.joined[person] = day
        _settle_in(branch, person, random, noon)


def convert_some(cast: Cast, *, today: date) -> None:
    """Those whose year of probation is over have been decided upon a week later."""
    for person, joined in sorted(cast.on_probation.items()):
        day = add_years(joined, 1) + timedelta(days=7)
        if day < today:
            noon = datetime.combine(day, time(12), SHANGHAI)
            members.convert(STAGE, person_id=person, decided_on=day, document="支部大会转正决议", at=noon)


def _import(people: list[Invented], random: Random, at: datetime) -> None:
    file = BytesIO()
    sheet = Workbook()
    sheet.active.append(HEADINGS)
    for number, who in enumerate(people):
        sheet.active.append(_row(number, who, random, local_date(at)))
    sheet.save(file)
    file.seek(0)
    import_roster(
        STAGE, file=file, name="党员名册.xlsx", skip_bad_rows=False, found_new_branches=False, at=at, clock=lambda: at
    )


def _row(number: int, who: Invented, random: Random, today: date) -> list[str]:
    joined, full = _dates(number, who, random, today)
    sex, category = "男" if who.sex == 1 else "女", "正式党员" if full else "预备党员"
    return [
        who.name, sex, who.ethnicity, who.citizen_id, f"{who.birth_date}", who.education, category,
        BRANCHES[number % len(BRANCHES)], f"{joined}", f"{full or ''}", who.work_post, who.mobile, "",
        who.home_address, "正常", "",
    ]  # fmt: skip


def _dates(number: int, who: Invented, random: Random, today: date) -> tuple[date, date | None]:
    """Day of joining and of full membership. The first of a branch hold posts: they have been full for long."""
    if number > 8 * len(BRANCHES) and random.random() < 0.06:
        return today - timedelta(days=random.randint(20, 330)), None
    oldest = max(add_years(who.birth_date, 19), add_years(today, -25))
    newest = add_years(today, -1) - timedelta(days=40)
    joined = oldest + timedelta(days=random.randint(0, max(0, (newest - oldest).days)))
    return joined, add_years(joined, 1)


def _details(who: Invented) -> Details:
    return Details(
        name=who.name, sex=who.sex, ethnicity=who.ethnicity, citizen_id=who.citizen_id, birth_date=who.birth_date,
        education=who.education, work_post=who.work_post, mobile=who.mobile, home_address=who.home_address,
        employee_number=who.employee_number,
    )  # fmt: skip


def give_posts(cast: Cast, *, on: date, at: datetime) -> None:
    """Five on each branch committee, a leader for each group, seven on the group committee."""
    for branch in cast.branches:
        for person, title in zip(branch.members, COMMITTEE, strict=False):
            _appoint(person, branch.id, title, on, at)
            branch.officers[title] = person
        for group in branch.groups:
            leader = next(p for p in branch.in_group[group] if p not in branch.officers.values())
            _appoint(leader, group, PostTitle.GROUP_LEADER, on, at)
            branch.officers[f"leader-{group}"] = leader
    heads = [branch.members[6] for branch in cast.branches[:7]]
    titles = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY, *[PostTitle.COMMITTEE_MEMBER] * 5)
    for person, title in zip(heads, titles, strict=True):
        _appoint(person, cast.committee_id, title, on, at)


def _appoint(person: int, organisation: int, title: str, on: date, at: datetime) -> None:
    members.appoint(
        STAGE, person_id=person, organisation_id=organisation, title=title, started_on=on,
        document="选举结果报告", at=at,
    )  # fmt: skip


def open_accounts(cast: Cast, *, at: datetime) -> dict[str, int]:
    """The accounts that `make demo` prints, by sign-in name → account id."""
    stage = cast.branches[1]
    group = stage.groups[0]
    people = {
        "member": next(p for p in stage.in_group[group] if p not in stage.officers.values()),
        "secretary": stage.officers[PostTitle.SECRETARY],
        "deputy": stage.officers[PostTitle.DEPUTY_SECRETARY],
        "leader": stage.officers[f"leader-{group}"],
        "staff": cast.branches[0].members[10],
        "superior": cast.branches[0].members[11],
        "discipline": cast.branches[0].members[12],
        "inspector": cast.branches[0].members[13],
        "security": cast.employees[0],
        "audit": cast.employees[1],
        "system": cast.employees[2],
        "employee": cast.employees[3],
    }
    accounts = {
        name: members.create_account(STAGE, person_id=person, username=name, password=PASSWORD, at=at).pk
        for name, person in people.items()
    }
    roles = {
        "staff": Role.PARTY_AFFAIRS, "superior": Role.SUPERIOR, "security": Role.SECURITY_ADMIN,
        "discipline": Role.DISCIPLINE_OFFICER, "inspector": Role.DISCIPLINE_OFFICER,
        "audit": Role.AUDIT_ADMIN, "system": Role.SYSTEM_ADMIN,
    }  # fmt: skip
    for name, role in roles.items():
        grant_role(STAGE, account_id=accounts[name], role=role, organisation_id=cast.committee_id, at=at)
    for account in accounts.values():
        members.answer_notices(as_viewer(account), answers={}, at=at)
    return accounts


def as_viewer(account_id: int) -> Viewer:
    """The person of an account, signed in with the second factor."""
    return members.viewer_for(Account.objects.get(pk=account_id), verified=True)
