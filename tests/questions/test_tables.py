"""Tables of questions: what is wrong is said with row and column, what is sound goes out as it came in."""

import io
import json
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.factories.questions import add_question
from tests.world import NOW
from zhibu.config.demo import bank as demo
from zhibu.questions import services
from zhibu.questions.enums import Kind, State
from zhibu.questions.errors import NoSuchImport, NothingToImport, UnreadableTable
from zhibu.questions.models import Question
from zhibu.questions.rules.drafts import as_cells, read_draft
from zhibu.questions.rules.tables import HEADINGS, MAX_ROWS, read_table, workbook

HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "出处"]
GOOD = ["单选题", "党的生日是哪一天？", "五四", "七一", "十一", "B", "七月一日", "常识"]


def table(*rows, head=HEAD):
    book = Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def changed(**cells):
    return [cells.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]


def problems(*rows, known=None):
    return [(p.row, p.column, p.kind, p.severity) for p in read_table(table(*rows), known=known or {}).problems]


def test_a_sound_table_has_no_problem():
    found = read_table(table(GOOD), known={})
    assert (found.rows, found.bad_rows, found.problems) == (1, 0, [])
    assert (found.drafts[2].key, found.drafts[2].options) == (1, ("五四", "七一", "十一"))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"题型": "问答题"}, ("A", "unknown_kind")),
        ({"题型": ""}, ("A", "missing_kind")),
        ({"题干": "。。"}, ("B", "missing_stem")),
        ({"题干": "长" * 501}, ("B", "too_long")),
        ({"选项B": "五四"}, ("C", "same_options")),
        ({"答案": "D"}, ("F", "answer_not_an_option")),
        ({"答案": "AB"}, ("F", "one_answer_only")),
        ({"答案": ""}, ("F", "missing_answer")),
        ({"题型": "多选题"}, ("F", "two_answers_least")),
        ({"题型": "多选题", "答案": "AAB"}, ("F", "answer_twice")),
        ({"题型": "排序题", "答案": "CA"}, ("F", "order_incomplete")),
        ({"题型": "排序题", "答案": "ABC"}, ("F", "order_as_shown")),
        ({"题型": "判断题", "答案": "也许"}, ("F", "true_or_false")),
        ({"题型": "数字题", "答案": "约5"}, ("F", "not_a_number")),
        ({"题干": "=1+1"}, ("B", "formula_cell")),
        ({"解析": ""}, ("G", "missing_explanation")),
        ({"出处": ""}, ("H", "missing_source")),
    ],
)
def test_each_fault_is_named_at_its_cell_and_keeps_its_row_out(cells, expected):
    row = [cells.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]
    found = read_table(table(GOOD, row) if "题干" in cells else table(row), known={})
    faults = [(p.column, p.kind) for p in found.problems if p.kind not in {"like_row", "same_row"}]
    assert faults == [expected]
    assert found.bad_rows == 1
    assert all(p.message and "%(" not in p.message for p in found.problems)


def test_the_same_question_twice_is_an_error_and_a_like_one_a_warning():
    rows = [GOOD, GOOD, ["单选题", "党的生日究竟是哪一天？", *GOOD[2:]], ["单选题", "预备期有多长", *GOOD[2:]]]
    assert problems(*rows) == [(3, "B", "same_row", "error"), (4, "B", "like_row", "warning")]


def test_what_the_bank_holds_is_a_warning():
    assert problems(GOOD, known={7: "党的生日 是哪一天"}) == [(2, "B", "in_bank", "warning")]


def test_a_table_without_our_headings_says_which_are_wanted():
    with pytest.raises(UnreadableTable) as refused:
        read_table(table(["a"], head=["姓名"]), known={})
    assert refused.value.code == "no_header"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"\x89PNG\0\0", "题型".encode("utf-16")])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(UnreadableTable):
        read_table(io.BytesIO(content), known={})


def test_a_bomb_is_refused_by_its_sizes():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000_000)
    file.seek(0)
    with pytest.raises(UnreadableTable) as refused:
        read_table(file, known={})
    assert refused.value.code == "zip_bomb"


def test_entities_are_refused():
    source, file = table(GOOD), io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            head = b'<!DOCTYPE x [<!ENTITY a "b">]>' if name.endswith("sheet1.xml") else b""
            after.writestr(name, head + before.read(name))
    file.seek(0)
    with pytest.raises(UnreadableTable):
        read_table(file, known={})


def test_a_cell_far_down_is_refused_without_filling_memory():
    book = load_workbook(table(GOOD))
    book.active.cell(row=1_000_000, column=1, value="x")
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    with pytest.raises(UnreadableTable) as refused:
        read_table(file, known={})
    assert refused.value.code == "too_many_rows"
    assert MAX_ROWS < 1_000_000


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), WORDS, st.lists(WORDS, max_size=9), WORDS, WORDS), max_size=5))
def test_whatever_reads_well_goes_out_and_comes_back_the_same(rows):
    drafts = []
    for kind, stem, options, answer, variants in rows:
        cells = {
            "kind": kind.value,
            "stem": stem,
            "options": "\n".join(options),
            "answer": answer,
            "variants": variants,
        }
        draft, _faults = read_draft(cells | {"explanation": "x", "source": "y", "tags": "一、二"})
        if draft is not None and not any(text.startswith("=") for text in (stem, answer, variants, *options)):
            drafts.append(draft)
    again = read_table(io.BytesIO(workbook(drafts)), known={})
    same = {p.row for p in again.problems if p.kind == "same_row"}
    assert list(again.drafts.values()) == [d for row, d in enumerate(drafts, 2) if row not in same]


def test_every_kind_goes_out_and_comes_back_the_same(world):
    drafts = [add_question(world.hq, kind, tags=("甲", "乙")).draft for kind in Kind]
    again = read_table(io.BytesIO(workbook(drafts)), known={})
    assert list(again.drafts.values()) == drafts
    assert [read_draft(as_cells(draft))[0] for draft in drafts] == drafts


def test_the_template_has_every_column():
    sheet = load_workbook(io.BytesIO(workbook([]))).active
    assert [cell.value.rstrip("*") for cell in sheet[1]] == list(HEADINGS.values())


def upload(world, *rows, key=None, name="alice"):
    viewer = world.viewer(name)
    return services.upload_questions(
        viewer, organisation_id=world.branch_a.pk, file=table(*rows), name="题.xlsx", key=key or uuid4(), at=NOW
    )


def test_an_upload_changes_nothing_until_it_is_imported_and_then_once(world):
    alice, made = world.viewer("alice"), upload(world, GOOD)
    assert Question.objects.count() == 0
    for _ in range(2):
        services.import_questions(alice, import_id=made.pk, skip_bad_rows=False, at=NOW)
    found = Question.objects.get()
    assert (found.state, found.stem, found.written_by_name) == (State.DRAFT, GOOD[1], "Alice")


def test_bad_rows_stay_out_only_when_that_is_agreed(world):
    alice, made = world.viewer("alice"), upload(world, GOOD, [*GOOD[:5], "Z", *GOOD[6:]])
    with pytest.raises(NothingToImport):
        services.import_questions(alice, import_id=made.pk, skip_bad_rows=False, at=NOW)
    services.import_questions(alice, import_id=made.pk, skip_bad_rows=True, at=NOW)
    assert Question.objects.count() == 1


@pytest.mark.parametrize("name", ["bob", "charlie", "dana"])
def test_an_upload_is_not_for_others(world, name):
    made = upload(world, GOOD)
    with pytest.raises(NoSuchImport):
        services.import_questions(world.viewer(name), import_id=made.pk, skip_bad_rows=True, at=NOW)


def test_the_command_previews_imports_once_and_says_where_rows_are_bad(world, tmp_path, capsys):
    path = Path(tmp_path / "题.xlsx")
    path.write_bytes(table(GOOD).getvalue())
    call_command("questions", "import", str(path), "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out) == {"rows": 1, "bad_rows": 0, "imported": 0, "problems": []}
    for _ in range(2):
        call_command("questions", "import", str(path), "--organisation", "甲支部")
    assert [q.organisation_id for q in Question.objects.all()] == [world.branch_a.pk]
    path.write_bytes(table(changed(答案="Z")).getvalue())
    with pytest.raises(SystemExit) as left:
        call_command("questions", "import", str(path), "--json")
    capsys.readouterr()
    assert left.value.code == 1


def test_the_questions_of_the_demo_are_sound_and_different():
    with demo.TABLE.open("rb") as file:
        found = read_table(file, known={})
    assert [problem.message for problem in found.problems if problem.severity == "error"] == []
    assert len(found.drafts) >= 60
    assert {draft.kind for draft in found.drafts.values()} == set(Kind)
