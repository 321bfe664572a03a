"""Pages of the contest: set up by a form, played by a form, no question before its time, nothing about absentees."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.questions import add_question
from tests.factories.quiz import KINDS, RIGHT, a_round, entered, in_state
from zhibu.kernel.clock import SHANGHAI, now
from zhibu.quiz.enums import State
from zhibu.quiz.models import Answer, Entrant, Evening, Missed, Round

HOUR = timedelta(hours=1)
TYPED = {
    1: {"answer": "1"},
    2: {"answer": ["2", "0"]},
    3: {"answer": "1"},
    4: {"answer": "23"},
    5: {"answer": "立党为公"},
}


def typed(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def form_of(world, **fields):
    values = {
        "key": "5b6f1f0a-0000-4000-8000-000000000009", "title": "每晚五题", "organisation": world.branch_a.pk,
        "starts_at": typed(now() + HOUR), "mode": "buzz_in", "policy": "arrival", "seconds": 20, "pause": 8,
        "pass_mark": 3,
    }  # fmt: skip
    return values | fields


def test_an_officer_sets_up_chooses_and_seals_a_round_by_forms(world, as_user):
    alice, question = as_user("alice"), add_question(world.branch_a)
    assert alice.post("/quiz/new", form_of(world)).status_code == 302
    round_ = Round.objects.get()
    assert alice.post(f"/quiz/{round_.pk}/questions", {"question": [question.pk]}).status_code == 302
    assert alice.post(f"/quiz/{round_.pk}/seal").status_code == 302
    round_.refresh_from_db()
    assert (round_.state, round_.questions.get().sheet["id"]) == (State.SEALED, question.pk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_at": ""}, "请填写一起开始的时间，或至少一个时段。"),
        ({"window1_opens": "2026-11-20T08:00"}, "时段要填开始和结束两个时间。"),
        ({"window1_opens": "2026-11-20T08:00", "window1_closes": "2026-11-20T07:00"}, "结束时间要晚于开始时间。"),
    ],
)
def test_a_form_that_cannot_be_says_why_and_keeps_what_was_typed(world, as_user, fields, sentence):
    answer = as_user("alice").post("/quiz/new", form_of(world, title="我的标题", **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "我的标题" in answer.content.decode()
    assert not Round.objects.exists()


def test_a_window_is_played_without_javascript_from_entering_to_the_last_answer(world, as_user):
    at = now()
    round_ = a_round(world, at=at - HOUR, starts_at=None, windows=((at - HOUR / 2, at + HOUR),))
    bob, page = as_user("bob"), f"/quiz/{round_.pk}/"
    assert bob.post(f"{page}enter").status_code == 302
    for number in range(1, len(KINDS) + 1):
        address = f"{page}q/{number}"
        assert address in bob.get(page).content.decode()
        form = bob.get(address).context["form"]
        assert bob.post(address, TYPED[number] | {"key": form["key"].value()}).status_code == 302
    assert {a.question: json.loads(a.body) for a in Answer.objects.all()} == RIGHT
    assert "您已经答完" in bob.get(page).content.decode()


def test_a_question_without_an_answer_is_asked_again(world, as_user):
    at = now()
    round_ = a_round(world, at=at - HOUR, starts_at=None, windows=((at - HOUR / 2, at + HOUR),))
    bob = as_user("bob")
    bob.post(f"/quiz/{round_.pk}/enter")
    answer = bob.post(f"/quiz/{round_.pk}/q/1", {"key": "k"})
    assert answer.status_code == 422
    assert "请选好再提交" in answer.content.decode()


def test_no_page_shows_a_question_before_its_time(world, as_user):
    round_ = a_round(world, at=now())
    entered(world, round_, "bob", at=now())
    bob, stem = as_user("bob"), round_.questions.first().sheet["stem"]
    for name in ("round", "state", "now"):
        assert stem not in bob.get(reverse(f"quiz:{name}", args=[round_.pk]), follow=True).content.decode()
    assert bob.get(f"/quiz/{round_.pk}/q/1").status_code == 422
    assert stem in as_user("alice").get(f"/quiz/{round_.pk}/host").content.decode()


def test_without_javascript_the_open_question_of_the_common_sitting_is_a_form(world, as_user):
    round_ = a_round(world, at=now() - HOUR - timedelta(seconds=5))
    entered(world, round_, "bob")
    bob = as_user("bob")
    page = bob.get(f"/quiz/{round_.pk}/now", follow=True)
    assert page.redirect_chain == [(f"/quiz/{round_.pk}/q/1", 302)]
    assert bob.post(f"/quiz/{round_.pk}/q/1", TYPED[1] | {"key": "k"}).status_code == 302
    assert Answer.objects.get().person == world.person("bob")


def test_the_result_names_who_was_first_and_nobody_who_stayed_away(world, as_user):
    round_ = in_state(world, State.PUBLISHED)
    text = as_user("bob").get(f"/quiz/{round_.pk}/result").content.decode()
    assert "Alice" not in text
    assert "0 人参加" in text


def test_practising_tells_at_once_what_is_right_and_why(world, as_user):
    round_, bob = in_state(world, State.PUBLISHED), as_user("bob")
    address = f"/quiz/{round_.pk}/practise/1"
    wrong = bob.post(address, {"key": "k", "answer": "0"}).content.decode()
    assert "没有答对" in wrong
    assert "B. 七月" in wrong
    assert "见出处。" in wrong
    assert Missed.objects.get().known_at is None
    assert "答对了" in bob.post(address, {"key": "k", "answer": "1"}).content.decode()
    assert "没有要复习的题" in bob.get("/quiz/missed").content.decode()


def test_an_evening_is_set_and_stopped_by_forms(world, as_user):
    alice = as_user("alice")
    fields = {"title": "晚", "organisation": world.branch_a.pk, "at_time": "20:00", "count": 5, "seconds": 20}
    assert alice.post("/quiz/evening", fields | {"mode": "buzz_in", "policy": "arrival"}).status_code == 302
    evening = Evening.objects.get(is_on=True)
    assert "每晚自动" in alice.get("/quiz/").content.decode()
    alice.post(f"/quiz/evenings/{evening.pk}/stop")
    assert not Evening.objects.filter(is_on=True).exists()


def test_entering_twice_by_a_double_tap_is_once(world, as_user):
    round_, bob = a_round(world, at=now()), as_user("bob")
    assert [bob.post(f"/quiz/{round_.pk}/enter").status_code for _ in range(2)] == [302, 302]
    assert Entrant.objects.count() == 1
