"""One row of a roster: read, normalised and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhibu.members.enums import Category, Sex, Status
from zhibu.members.rules import codes
from zhibu.members.rules.citizen_id import CitizenId, IdClass, read_citizen_id
from zhibu.members.rules.dates import NotADate, add_years, read_date
from zhibu.members.rules.roster.branches import BranchBook, NewBranches
from zhibu.members.rules.roster.columns import Columns
from zhibu.members.rules.roster.problems import Problem
from zhibu.members.rules.text import clean, landline_number, mobile_number, person_name, squeezed

# The width of the columns that keep these values.
LIMITS = {"name": 80, "ethnicity": 20, "education": 40, "post": 60, "phone": 30, "home_address": 200, "flow_to": 120}
ADULT = 18  # Party constitution, Article 1
LONGEST_PROBATION_YEARS = 2  # one year, extended once by at most one (rules.md 3.2)
_YES = frozenset({"是", "有", "y", "yes", "1", "true"})
_NO = frozenset({"", "否", "无", "不是", "都不是", "正常", "n", "no", "0", "false", "/", "-"})
_WHEREABOUTS = ("lost_or_mobile", "is_lost", "is_mobile", "flow_to")
_ID_KINDS = {
    IdClass.EMPTY: "missing_id",
    IdClass.OLD_15_DIGIT: "old_id",
    IdClass.BAD_CHARACTER: "letters_in_id",
    IdClass.BAD_PROVINCE: "bad_id_province",
    IdClass.NOT_A_CITIZEN_NUMBER: "not_citizen_id",
    IdClass.BAD_DATE: "bad_id_date",
    IdClass.FUTURE_BIRTH_DATE: "future_id_date",
    IdClass.BAD_CHECKSUM: "bad_checksum",
}


@dataclass(slots=True)
class MemberValues:
    """What a row says about a member, in the forms that are stored. Blank is "" or None."""

    name: str = ""
    sex: int = Sex.UNKNOWN.value
    ethnicity: str = ""
    citizen_id: str = ""
    birth_date: date | None = None
    education: str = ""
    category: str = ""
    branch: str = ""
    branch_id: int | None = None
    joined_on: date | None = None
    full_on: date | None = None
    post: str = ""
    mobile: str = ""
    phone: str = ""
    home_address: str = ""
    status: str = Status.NORMAL.value
    is_lost: bool = False
    lost_since: date | None = None
    is_mobile: bool = False
    flow_to: str = ""


@dataclass(slots=True)
class RosterRow:
    """A data row with the sheet's own number; it may be imported when no problem is an error."""

    row: int
    values: MemberValues
    problems: list[Problem]
    cells: Sequence[object]
    sheet: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it may be imported."""
        return not any(problem.is_error for problem in self.problems)


class RowReader:
    """Reads the rows of one file in order; remembers the numbers seen, for doubles, and new branches."""

    def __init__(self, *, today: date, branches: BranchBook, new: NewBranches | None) -> None:
        self._today, self._branches, self._new = today, branches, new
        self._seen: dict[str, int] = {}
        self._adults_born_until = add_years(today, -ADULT)
        self._sheet = ""
        self._formulas: frozenset[tuple[int, int]] = frozenset()
        self._columns: list[tuple[str, int]] = []
        self._letters: dict[str, str] = {}

    def start_sheet(self, name: str, columns: Columns, formulas: frozenset[tuple[int, int]]) -> None:
        """The rows that follow stand in this sheet, under these columns."""
        self._sheet, self._formulas = name, formulas
        self._columns, self._letters = list(columns.index.items()), columns.letters

    def read(self, number: int, cells: Sequence[object]) -> RosterRow:
        """One data row."""
        self._row, self._problems = number, list[Problem]()
        width = len(cells)
        self._cells = {name: cells[at] for name, at in self._columns if at < width}
        self._refuse_formulas()
        self._values = MemberValues()
        self._read_person()
        self._read_membership()
        self._read_contact()
        self._read_whereabouts()
        return RosterRow(number, self._values, self._problems, cells, self._sheet)

    def _say(self, column: str, kind: str, **values: object) -> None:
        self._problems.append(Problem(self._row, self._letters.get(column, ""), kind, values, self._sheet))

    def _refuse_formulas(self) -> None:
        found = [name for name, value in self._cells.items() if value.__class__ is str and value[:1] == "="]
        if self._formulas:
            found += [name for name, at in self._columns if (self._row, at + 1) in self._formulas]
        for name in found:
            self._say(name, "formula_cell")
            self._cells[name] = ""

    def _is_formula(self, column: str) -> bool:
        """Whether the cell was already refused as a formula: then it is not missing as well."""
        return any(p.kind == "formula_cell" and p.column == self._letters.get(column) for p in self._problems)

    def _missing(self, column: str, kind: str) -> None:
        if not self._problems or not self._is_formula(column):
            self._say(column, kind)

    def _limited(self, column: str, text: str) -> str:
        limit = LIMITS[column]
        if len(text) > limit:
            self._say(column, "too_long", length=len(text), limit=limit)
            return text[:limit]
        return text

    # --- who ---------------------------------------------------------------------------------------------------

    def _read_person(self) -> None:
        values = self._values
        values.name = self._limited("name", person_name(self._cells.get("name", "")))
        if not values.name:
            self._missing("name", "missing_name")
        values.sex = self._sex()
        values.ethnicity = self._ethnicity()
        number = self._citizen_id()
        values.birth_date = self._birth_date()
        if number is not None and number.valid:
            self._compare_with_id(number)
        values.education = self._known("education", codes.education, "unknown_education")

    def _sex(self) -> int:
        text = codes.code_text(self._text("sex"))
        if not text:
            self._missing("sex", "missing_sex")
        elif text.lower() not in codes.SEXES:
            self._say("sex", "unknown_sex", value=text)
        return codes.SEXES.get(text.lower(), Sex.UNKNOWN.value)

    def _ethnicity(self) -> str:
        name = self._known("ethnicity", codes.ethnicity, "unknown_ethnicity")
        if not name:
            self._missing("ethnicity", "missing_ethnicity")
        return name

    def _known(self, column: str, find: "codes.Finder", kind: str) -> str:
        """The standard name for a cell; an unknown one is kept as written, with a warning."""
        text = codes.code_text(self._text(column))
        if not text:
            return ""
        if (known := find(text)) is not None:
            return known
        self._say(column, kind, value=text)
        return self._limited(column, text)

    def _text(self, column: str) -> str:
        value = self._cells.get(column, "")
        return value if type(value) is str else clean(value)

    def _citizen_id(self) -> CitizenId | None:
        """The number, unless it is an earlier row's: then nothing of it is compared with this row."""
        raw = self._cells.get("citizen_id", "")
        if _lost_digits(raw):
            self._say("citizen_id", "id_as_number")
            return None
        number = read_citizen_id(clean(raw).lstrip("'"), today=self._today)
        self._values.citizen_id = number.text
        if not number.valid:
            self._say_bad_id(number)
        elif first := self._seen.get(number.text):
            self._say("citizen_id", "dup_id", first=first)
            return None
        else:
            self._seen[number.text] = self._row
        return number

    def _say_bad_id(self, number: CitizenId) -> None:
        text, wrong = number.text, number.error_class
        if wrong is IdClass.EMPTY:
            self._missing("citizen_id", "missing_id")
        elif wrong is IdClass.BAD_LENGTH:
            self._say("citizen_id", "short_id" if len(text) < 18 else "long_id", length=len(text))
        elif wrong is IdClass.BAD_CHARACTER:
            place = next(i for i, c in enumerate(text) if not (c.isascii() and c.isdigit()) and (c, i) != ("X", 17))
            self._say("citizen_id", "letters_in_id", value=text[place], place=place + 1)
        else:
            part = text[:2] if wrong is IdClass.BAD_PROVINCE else text[6:14]
            self._say("citizen_id", _ID_KINDS[wrong], value=part)

    def _birth_date(self) -> date | None:
        born = self._date("birth_date", "impossible_birth", "missing_birth")
        if born and born > self._today:
            self._say("birth_date", "future_birth", value=born)
        return born

    def _compare_with_id(self, number: CitizenId) -> None:
        values = self._values
        if values.birth_date and values.birth_date != number.birth_date:
            self._say("birth_date", "birth_mismatch", value=values.birth_date, in_id=number.birth_date)
        if values.sex and values.sex != (Sex.MALE if number.sex == "M" else Sex.FEMALE):
            self._say("sex", "sex_mismatch")

    def _date(self, column: str, bad: str, missing: str = "") -> date | None:
        raw = self._cells.get(column)
        try:
            day = read_date(raw)
        except NotADate:
            self._say(column, bad, value=clean(raw)[:40])
            return None
        if day is None and missing:
            self._missing(column, missing)
        return day

    # --- membership --------------------------------------------------------------------------------------------

    def _read_membership(self) -> None:
        values = self._values
        values.category = self._category()
        values.branch, values.branch_id = self._branch()
        values.joined_on = self._date("joined_on", "bad_date", "missing_join")
        values.full_on = self._date("full_on", "bad_date")
        if values.joined_on:
            self._check_joining(values.joined_on)
        self._check_full()
        values.status = self._status()

    def _category(self) -> str:
        text = codes.code_text(self._text("category"))
        if not text:
            self._missing("category", "missing_category")
        elif text.lower() not in codes.CATEGORIES:
            self._say("category", "unknown_category", value=text)
        return codes.CATEGORIES.get(text.lower(), "")

    def _branch(self) -> tuple[str, int | None]:
        name = codes.code_text(self._text("branch"))
        if not name:
            self._missing("branch", "missing_branch")
            return "", None
        found = self._branches.find(name)
        if found is None:
            self._unknown_branch(name)
        return name, found

    def _unknown_branch(self, name: str) -> None:
        if self._new is not None:
            problem = Problem(self._row, self._letters["branch"], "unknown_branch", {"value": name}, self._sheet)
            self._new.note(problem, name, is_full=self._values.category == Category.FULL)
        elif self._branches.is_ambiguous(name):
            self._say("branch", "ambiguous_branch", value=name)
        elif near := self._branches.near(name):
            self._say("branch", "unknown_branch_near", value=name, near=near)
        else:
            self._say("branch", "unknown_branch", value=name)

    def _check_joining(self, joined: date) -> None:
        values = self._values
        if joined > self._today:
            self._say("joined_on", "future_join", value=joined)
        elif values.birth_date and joined < add_years(values.birth_date, ADULT):
            self._say("joined_on", "join_under_18", age=_age(values.birth_date, joined))
        over = joined < add_years(self._today, -LONGEST_PROBATION_YEARS)
        if over and values.category == Category.PROBATIONARY:
            self._say("category", "probation_over_two_years")

    def _check_full(self) -> None:
        values = self._values
        if values.full_on is None:
            if values.category == Category.FULL and not self._spoken_of("full_on"):
                self._say("full_on", "full_without_date")
        elif values.category == Category.PROBATIONARY:
            self._say("full_on", "probationary_with_full_date", value=values.full_on)
            values.full_on = None
        elif values.joined_on and values.full_on < values.joined_on:
            self._say("full_on", "full_before_join", value=values.full_on, joined=values.joined_on)
        elif values.full_on > self._today:
            self._say("full_on", "future_full", value=values.full_on)

    def _spoken_of(self, column: str) -> bool:
        return any(problem.column == self._letters.get(column) for problem in self._problems)

    def _status(self) -> str:
        text = codes.code_text(self._text("status"))
        if text.lower() not in codes.STATUSES:
            self._say("status", "unknown_status", value=text)
        return codes.STATUSES.get(text.lower(), Status.NORMAL.value)

    # --- where to reach him ------------------------------------------------------------------------------------

    def _read_contact(self) -> None:
        values = self._values
        post = codes.code_text(self._text("post"))
        if post and post not in codes.POSTS:
            self._say("post", "unknown_post", value=post)
        values.post = self._limited("post", post)
        values.phone = self._phone()
        values.mobile = self._mobile()
        values.home_address = self._limited("home_address", clean(self._cells.get("home_address")))

    def _phone(self) -> str:
        raw = clean(self._cells.get("phone"))
        if not raw:
            return ""
        number = landline_number(raw) or mobile_number(raw)
        if number is None:
            self._say("phone", "bad_landline", value=raw)
        return self._limited("phone", number or raw)

    def _mobile(self) -> str:
        """The mobile number; a land line in this column is kept as the land line when there is none."""
        raw = clean(self._cells.get("mobile"))
        if not raw:
            return ""
        if (number := mobile_number(raw)) is not None:
            return number
        if not self._values.phone and raw.startswith("0") and (landline := landline_number(raw)):
            self._values.phone = landline
        else:
            self._say("mobile", "bad_phone", value=raw[:40])
        return ""

    def _read_whereabouts(self) -> None:
        if not any(self._cells.get(name) for name in _WHEREABOUTS):
            return
        values = self._values
        self._lost_or_mobile()
        values.is_lost = values.is_lost or self._yes("is_lost")
        values.is_mobile = values.is_mobile or self._yes("is_mobile")
        values.flow_to = self._limited("flow_to", clean(self._cells.get("flow_to")))
        if values.is_lost:
            values.lost_since = self._date("lost_since", "bad_date")
            if values.lost_since is None and not self._spoken_of("lost_since"):
                self._say("lost_since" if "lost_since" in self._letters else "lost_or_mobile", "lost_without_date")

    def _lost_or_mobile(self) -> None:
        text = codes.code_text(self._text("lost_or_mobile")).lower()
        if text in _NO:
            return
        self._values.is_lost, self._values.is_mobile = "失联" in text, "流动" in text
        if not (self._values.is_lost or self._values.is_mobile) or "非" in text or "未" in text:
            self._values.is_lost = self._values.is_mobile = False
            self._say("lost_or_mobile", "unclear_lost_or_mobile", value=text[:40])

    def _yes(self, column: str) -> bool:
        text = squeezed(self._cells.get(column, "")).lower()
        if text not in _YES and text not in _NO:
            self._say(column, "unclear_lost_or_mobile", value=text[:40])
        return text in _YES


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _lost_digits(raw: object) -> bool:
    """Whether an 18-digit number went through a float, which keeps 15 digits."""
    if isinstance(raw, float):
        return raw >= 1e15
    return isinstance(raw, str) and "E+" in raw.upper() and raw.strip()[:1].isdigit()
