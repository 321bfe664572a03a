"""What makes an answer right; and taking questions out of the bank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.questions import KEYS, add_question
from zhibu.questions.api import QuestionSheet, is_right, pick, sheets
from zhibu.questions.enums import Kind, State
from zhibu.questions.errors import NoSuchQuestion


def sheet(kind, key, **more):
    return QuestionSheet(id=1, kind=kind, stem="?", options=("甲", "乙", "丙"), key=key, **more)


@pytest.mark.parametrize(
    ("kind", "key", "right", "wrong"),
    [
        ("single", 1, [1], [0, "1", True, None, [1], 1.0]),
        ("multiple", [0, 2], [[0, 2], [2, 0], (2, 0)], [[0], [0, 2, 2], [0, 1, 2], 0, [], [False, 2]]),
        ("true_false", True, [True], [False, 1, "true", None]),
        ("order", [2, 0, 1], [[2, 0, 1]], [[0, 1, 2], [2, 0], None]),
        ("number", "1921", ["1921", 1921, "１９２１", " 1,921 ", "1921.0"], ["1922", "", "NaN", "1e9", True, [1921]]),
        ("text", "立党为公", ["立党为公", " 立党 为公。"], ["立党", "", "。", 5, None]),
    ],
)  # fmt: skip
def test_an_answer_is_right_in_the_shape_of_its_kind(kind, key, right, wrong):
    found = sheet(kind, key)
    assert [is_right(found, answer) for answer in right] == [True] * len(right)
    assert [is_right(found, answer) for answer in wrong] == [False] * len(wrong)


def test_a_number_may_miss_by_its_tolerance_and_no_more():
    found = sheet("number", "3.14", tolerance="0.01")
    assert [is_right(found, answer) for answer in ("3.13", "3.15", "3.151", "3.12")] == [True, True, False, False]


def test_each_wording_of_a_text_is_right():
    found = sheet("text", "中国共产党", variants=("中共", "CPC"))
    assert [is_right(found, answer) for answer in ("cpc", "ＣＰＣ", "中共", "共产")] == [True, True, True, False]


@given(st.sampled_from(list(Kind)), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_no_answer_raises(kind, answer):
    assert is_right(sheet(kind, KEYS[kind][1]), answer) in (True, False)


def test_a_kind_that_is_unknown_has_no_right_answer():
    assert is_right(sheet("essay", "x"), "x") is False


def test_a_branch_picks_from_its_bank_and_from_above(world):
    own = add_question(world.branch_a)
    above = add_question(world.hq)
    add_question(world.branch_b)
    add_question(world.branch_a, state=State.DRAFT)
    add_question(world.branch_a, state=State.RETIRED)
    found = pick(world.viewer("alice"), organisation_id=world.branch_a.pk, count=9, seed=1)
    assert sorted(one.id for one in found) == [own.pk, above.pk]


def test_the_same_seed_picks_the_same_and_another_another(world):
    for _ in range(12):
        add_question(world.branch_a)
    drawn = [
        tuple(one.id for one in pick(world.viewer("alice"), organisation_id=world.branch_a.pk, count=5, seed=seed))
        for seed in ("a", "a", "b")
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(set(drawn[0])) == 5


def test_tags_and_difficulty_narrow_the_choice(world):
    safe = add_question(world.branch_a, tags=("安全", "消防"), difficulty=1)
    add_question(world.branch_a, tags=("安全",), difficulty=3)
    add_question(world.branch_a, tags=("党章",), difficulty=1)
    wanted = {"organisation_id": world.branch_a.pk, "count": 9, "seed": 1}
    found = pick(world.viewer("alice"), tags=("安全", "消防"), difficulty=1, **wanted)
    assert [one.id for one in found] == [safe.pk]


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "eve"])
def test_who_keeps_no_bank_there_picks_nothing(world, name):
    add_question(world.branch_a)
    with pytest.raises(NoSuchQuestion):
        pick(world.viewer(name), organisation_id=world.branch_a.pk, count=1, seed=1)


def test_sheets_come_in_the_order_asked(world):
    first, second = add_question(world.hq), add_question(world.hq, Kind.TEXT)
    assert [one.id for one in sheets([second.pk, 10**9, first.pk])] == [second.pk, first.pk]
