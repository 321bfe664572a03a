"""What becomes of messages: changed, recalled, pinned, hidden, found, counted as unread, kept and exported."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.drive import a_file
from tests.factories.groups import a_free_group, a_message, the_branch_group
from tests.world import NOW
from zhibu.drive.models import File
from zhibu.groups.errors import NoSuchGroup, NoSuchMessage, ReasonNeeded, TooLateToEdit, TooLateToRecall
from zhibu.groups.models import Message, Word
from zhibu.groups.queries.export import as_json, as_pdf
from zhibu.groups.queries.groups import my_groups, unread
from zhibu.groups.queries.messages import get_message, search
from zhibu.groups.rules import asked_words, words
from zhibu.groups.services import changing, keeping
from zhibu.groups.services.owning import bookmark, mute
from zhibu.realtime import api as realtime

OUTSIDERS = ("charlie", "dana", "eve", "sam", "olga")


@pytest.fixture
def group(world):
    return the_branch_group(world)


@pytest.fixture
def said(world, group):
    """Something Bob said at noon."""
    return a_message(group, world.person("bob"), "夜班的安全隐患要写清楚")


@pytest.mark.parametrize(("after", "allowed"), [(0, True), (120, True), (121, False)])
def test_a_text_is_changed_within_two_minutes_and_keeps_what_it_said(world, said, after, allowed):
    at = NOW + timedelta(seconds=after)
    if not allowed:
        with pytest.raises(TooLateToEdit):
            changing.edit_message(world.viewer("bob"), message_id=said.pk, text="新的", at=at)
        return
    changing.edit_message(world.viewer("bob"), message_id=said.pk, text="新的", at=at)
    said.refresh_from_db()
    assert (said.text, [edit.before for edit in said.edits.all()]) == ("新的", ["夜班的安全隐患要写清楚"])


@pytest.mark.parametrize(("hours", "allowed"), [(24, True), (25, False)])
def test_a_message_is_recalled_within_a_day_with_its_file_and_former_texts(world, group, hours, allowed):
    file = a_file(world.viewer("bob"), of=f"group.{group.pk}", upload=SimpleUploadedFile("a.txt", b"abc"))
    message = a_message(group, world.person("bob"), "发错了", file=file)
    at = NOW + timedelta(hours=hours)
    if not allowed:
        with pytest.raises(TooLateToRecall):
            changing.recall_message(world.viewer("bob"), message_id=message.pk, at=at)
        return
    changing.recall_message(world.viewer("bob"), message_id=message.pk, at=at)
    changing.recall_message(world.viewer("bob"), message_id=message.pk, at=at)
    message.refresh_from_db()
    assert (message.text, message.recalled_at, File.objects.get().deleted_at) == ("", at, at)


@pytest.mark.parametrize("name", ["alice", "stella", *OUTSIDERS])
def test_nobody_changes_or_recalls_the_words_of_another(world, said, name):
    with pytest.raises(NoSuchMessage):
        changing.edit_message(world.viewer(name), message_id=said.pk, text="x", at=NOW)
    with pytest.raises(NoSuchMessage):
        changing.recall_message(world.viewer(name), message_id=said.pk, at=NOW)


def test_hiding_needs_a_reason_and_can_be_undone(world, said):
    alice = world.viewer("alice")
    with pytest.raises(ReasonNeeded):
        changing.hide_message(alice, message_id=said.pk, reason="  ", at=NOW)
    changing.hide_message(alice, message_id=said.pk, reason="涉及他人隐私", at=NOW)
    assert get_message(world.viewer("bob"), said.pk).hidden_reason == "涉及他人隐私"
    changing.show_message(alice, message_id=said.pk, at=NOW)
    assert get_message(world.viewer("stella"), said.pk).hidden_at is None


def test_a_hidden_message_is_gone_for_the_others(world, group, as_user):
    foul = a_message(group, world.person("alice"), "不妥的话")
    changing.hide_message(world.viewer("stella"), message_id=foul.pk, reason="不妥", at=NOW)
    assert "不妥的话" not in as_user("bob").get(f"/groups/{group.pk}/").content.decode()
    assert as_user("bob").get(f"/groups/messages/{foul.pk}/line").status_code == 404
    assert search(world.viewer("bob"), question="不妥的话") == []
    assert "不妥的话" in as_user("alice").get(f"/groups/{group.pk}/").content.decode()


def test_a_hidden_or_recalled_message_is_not_told_by_who_quotes_it(world, group, as_user):
    foul = a_message(group, world.person("alice"), "泄密内容")
    a_message(group, world.person("stella"), "请注意", quote=foul)
    changing.hide_message(world.viewer("stella"), message_id=foul.pk, reason="泄密", at=NOW)
    page = as_user("bob").get(f"/groups/{group.pk}/").content.decode()
    assert ("泄密内容" in page, "引用的消息已不在" in page) == (False, True)


@pytest.mark.parametrize("name", ["bob", *OUTSIDERS])
def test_only_those_who_lead_hide_and_pin(world, said, name):
    for act in (changing.pin_message, changing.hide_message):
        more = {"pinned": True} if act is changing.pin_message else {"reason": "x"}
        with pytest.raises(NoSuchMessage):
            act(world.viewer(name), message_id=said.pk, at=NOW, **more)


def test_a_message_that_changed_is_told_to_open_pages(world, said, published):
    changing.pin_message(world.viewer("alice"), message_id=said.pk, pinned=True, at=NOW)
    assert published == [(f"group.{said.group_id}", "changed-message", {"id": said.pk})]


def test_unread_is_what_others_said_since(world, group, said):
    a_message(group, world.person("alice"), "自己的")
    assert (unread(world.viewer("alice")), unread(world.viewer("bob")), unread(world.viewer("charlie"))) == (1, 1, 0)
    bookmark(world.viewer("alice"), group_id=group.pk, message_id=said.pk)
    bookmark(world.viewer("alice"), group_id=group.pk, message_id=0)
    assert unread(world.viewer("alice")) == 0


def test_a_muted_group_does_not_count(world, group, said):
    mute(world.viewer("alice"), group_id=group.pk, muted=True)
    assert unread(world.viewer("alice")) == 0
    assert [one.unread for one in my_groups(world.viewer("alice")) if one.pk == group.pk] == [1]


def test_opening_a_conversation_moves_the_bookmark_and_says_it_to_nobody(world, group, said, as_user, published):
    as_user("alice").get(f"/groups/{group.pk}/")
    assert (unread(world.viewer("alice")), published) == (0, [])
    for name in ("bob", "stella"):
        assert "已读" not in as_user(name).get(f"/groups/{group.pk}/").content.decode()


@pytest.mark.parametrize("name", OUTSIDERS)
def test_the_outsider_gets_nothing(world, group, said, as_user, name):
    viewer = world.viewer(name)
    keeping.index_words(at=NOW)
    assert group.pk not in [one.pk for one in my_groups(viewer)]
    assert search(viewer, question="安全隐患") == []
    assert realtime.may(viewer, f"group.{group.pk}", to="read") is False
    assert realtime.may(viewer, f"group.{group.pk}", to="post") is False
    for read in (lambda: get_message(viewer, said.pk), lambda: search(viewer, question="夜班", group_id=group.pk),
                 lambda: as_json(viewer, group.pk, at=NOW)):  # fmt: skip
        with pytest.raises((NoSuchMessage, NoSuchGroup)):
            read()
    assert "要写清楚" not in as_user(name).get("/groups/search", {"q": "安全隐患"}).content.decode()


def test_those_inside_may_follow_and_post(world, group):
    assert [realtime.may(world.viewer("bob"), f"group.{group.pk}", to=to) for to in ("read", "post")] == [True, True]


@pytest.mark.parametrize("key", ["", "x", "-1", "1e3", "9" * 40, "１"])
def test_a_topic_that_is_no_number_is_nobodys(world, group, key):
    assert realtime.may(world.viewer("bob"), f"group.{key}", to="read") is False


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("安全隐患", 1),
        ("隐患 夜班", 1),
        ("夜", 1),
        ("写清楚", 1),
        ("全安", 0),
        ("安全 白班", 0),
        ("", 0),
        ("  ", 0),
        ("%", 0),
    ],
)
def test_messages_are_found_by_words_before_and_after_indexing(world, said, question, found, indexed):
    if indexed:
        keeping.index_words(at=NOW)
    assert len(search(world.viewer("alice"), question=question)) == found


def test_a_changed_message_is_found_by_its_new_words(world, said):
    keeping.index_words(at=NOW)
    changing.edit_message(world.viewer("bob"), message_id=said.pk, text="灭火器到期", at=NOW)
    assert [len(search(world.viewer("alice"), question=word)) for word in ("安全隐患", "灭火器")] == [0, 1]


def test_indexing_again_adds_nothing(world, said):
    assert (keeping.index_words(at=NOW), keeping.index_words(at=NOW)) == (1, 0)
    assert Word.objects.filter(word="隐患").count() == 1


def test_words_are_pairs_and_latin_words():
    assert words("3号线OK，换油") == {"号线", "换油", "3", "ok"}
    assert asked_words("周小禾 x") == {"周小", "小禾"}


@pytest.mark.parametrize(("days", "left"), [(1095, 1), (1096, 0)])
def test_messages_go_when_the_rule_says_so(world, said, days, left):
    keeping.forget_old(at=NOW + timedelta(days=days))
    assert Message.objects.count() == left


def test_what_is_pinned_stays(world, said):
    changing.pin_message(world.viewer("alice"), message_id=said.pk, pinned=True, at=NOW)
    keeping.forget_old(at=NOW + timedelta(days=4000))
    assert Message.objects.count() == 1


def test_free_groups_are_kept_a_year(world):
    a_message(a_free_group(world), world.person("bob"))
    keeping.forget_old(at=NOW + timedelta(days=366))
    assert Message.objects.count() == 0


def test_the_record_holds_everything_but_what_was_recalled(world, group, said):
    changing.edit_message(world.viewer("bob"), message_id=said.pk, text="改过", at=NOW)
    gone = a_message(group, world.person("bob"), "撤回的")
    changing.recall_message(world.viewer("bob"), message_id=gone.pk, at=NOW)
    changing.hide_message(world.viewer("alice"), message_id=said.pk, reason="重复", at=NOW)
    record = json.loads(as_json(world.viewer("alice"), group.pk, at=NOW))
    first, second = record["messages"]
    assert (first["text"], first["edits"], first["hidden"]) == ("改过", ["夜班的安全隐患要写清楚"], "重复")
    assert ("text" in second, second["recalled"]) == (False, "2026-11-20T12:00:00+08:00")
    assert {person["name"] for person in record["people"]} == {"Alice", "Bob", "Stella"}
    assert as_pdf(world.viewer("alice"), group.pk, at=NOW).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["bob", *OUTSIDERS])
def test_the_record_is_for_those_who_lead(world, group, said, name):
    for export in (as_json, as_pdf):
        with pytest.raises(NoSuchGroup):
            export(world.viewer(name), group.pk, at=NOW)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_groups(world, as_user, number, django_assert_max_num_queries):
    for count in range(number):
        a_message(a_free_group(world, name=f"班组{count}"), world.person("bob"))
    with django_assert_max_num_queries(6):
        assert len(my_groups(world.viewer("bob"))) == number
