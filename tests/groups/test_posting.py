"""Saying something: by a form and by the fast path, once, by those who may."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.factories.drive import a_document, a_picture
from tests.factories.groups import a_free_group, a_message, the_branch_group
from tests.world import NOW
from zhibu.drive.models import File
from zhibu.groups.errors import (
    AnnouncementsOnly,
    NoSuchGroup,
    NothingToSay,
    TextTooLong,
    TooFast,
)
from zhibu.groups.models import Message
from zhibu.groups.rules import mentioned
from zhibu.groups.services.owning import set_announcements_only
from zhibu.groups.services.posting import Draft, say, write
from zhibu.groups.services.robots import end_robot, make_robot, say_as_robot
from zhibu.groups.services.room import GroupRoom
from zhibu.notify.models import Message as Told
from zhibu.realtime.api import Post

NS = 1_000_000_000
READ_AT = int(NOW.timestamp() * NS)


@pytest.fixture(autouse=True)
def _patient():
    cache.clear()


def say_for(world, name, group, text="大家好", **more):
    return say(
        world.viewer(name), group_id=group.pk, text=text, key=more.pop("key", uuid4()), at=more.pop("at", NOW), **more
    )


def a_post(world, name, group, text="大家好", *, key="k1", number=1, read_at=READ_AT, **body):
    person = world.person(name).pk
    return Post(f"group.{group.pk}", person, key, {"text": text, **body}, number, read_at, 5.0)


def store(room, posts):
    with transaction.atomic():
        answers = room.store(posts)
    room.stored(posts, answers)
    return answers


def test_a_message_is_stored_and_shown(world, published):
    group = the_branch_group(world)
    message = say_for(world, "bob", group, "  今晚八点见  ")
    stored = Message.objects.get()
    assert (stored.text, stored.person, stored.sent_at) == ("今晚八点见", world.person("bob"), NOW)
    assert [(topic, event, data["t"]) for topic, event, data in published if event == "message"] == [
        (f"group.{group.pk}", "message", "今晚八点见")
    ]
    assert (message["n"], message["k"]) == ("Bob", "text")


def test_the_same_key_is_one_message(world, published):
    group, key = the_branch_group(world), uuid4()
    first, second = (say_for(world, "bob", group, key=key) for _ in range(2))
    assert (first, Message.objects.count()) == (second, 1)
    assert len([event for _, event, _ in published if event == "message"]) == 1


def test_the_same_key_of_another_person_is_another_message(world):
    group, key = the_branch_group(world), uuid4()
    for name in ("alice", "bob"):
        say_for(world, name, group, key=key)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("name", ["charlie", "dana", "eve", "sam"])
def test_an_outsider_says_nothing(world, name):
    group = the_branch_group(world)
    with pytest.raises(NoSuchGroup):
        say_for(world, name, group)
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", NothingToSay), (" \n ", NothingToSay), ("字" * 1366, TextTooLong), ("a" * 4097, TextTooLong)],
)
def test_what_cannot_be_said(world, text, refusal):
    with pytest.raises(refusal):
        say_for(world, "bob", the_branch_group(world), text)


def test_four_kibibytes_are_enough(world):
    assert say_for(world, "bob", the_branch_group(world), "字" * 1365)["id"]


def test_a_megabyte_is_refused_and_stays_in_the_form(world, as_user):
    group = the_branch_group(world)
    text = "很长" * 180_000
    answer = as_user("bob").post(f"/groups/{group.pk}/post", {"text": text, "key": str(uuid4())})
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "这条消息太长，没有发出" in page
    assert text in page


def test_a_flood_is_stopped(world):
    group = the_branch_group(world)
    for _ in range(20):
        say_for(world, "bob", group)
    with pytest.raises(TooFast):
        say_for(world, "bob", group)
    say_for(world, "alice", group)
    say_for(world, "bob", group, at=NOW + timedelta(seconds=11))
    assert Message.objects.count() == 22


def test_a_group_for_announcements_lets_those_who_lead_speak(world):
    group = the_branch_group(world)
    set_announcements_only(world.viewer("alice"), group_id=group.pk, on=True, at=NOW)
    with pytest.raises(AnnouncementsOnly):
        say_for(world, "bob", group)
    with pytest.raises(AnnouncementsOnly):
        say_for(world, "bob", group, "", upload=a_document())
    assert File.objects.count() == 0
    assert say_for(world, "alice", group)["id"]


def test_a_picture_goes_into_the_drive_for_the_group_alone(world, as_user):
    group = the_branch_group(world)
    say_for(world, "bob", group, "", upload=a_picture())
    message = Message.objects.get()
    assert (message.kind, message.file.of) == ("picture", f"group.{group.pk}")
    assert as_user("alice").get(f"/drive/{message.file_id}").status_code == 200
    for outsider in ("charlie", "dana"):
        assert as_user(outsider).get(f"/drive/{message.file_id}").status_code == 404
        assert as_user(outsider).get(f"/drive/{message.file_id}/small").status_code == 404


def test_a_voice_note_has_its_seconds(world):
    sound = SimpleUploadedFile("voice.webm", b"\x1aE\xdf\xa3" + b"\x00" * 100)
    say_for(world, "bob", the_branch_group(world), "", upload=sound, seconds=7)
    message = Message.objects.get()
    assert (message.kind, message.seconds) == ("voice", 7)


def test_a_quote_shows_what_it_answers_and_nothing_of_another_group(world):
    a, b = the_branch_group(world), the_branch_group(world, world.branch_b)
    own, foreign = a_message(a, world.person("alice"), "几点开会"), a_message(b, world.person("charlie"), "外人不知")
    assert say_for(world, "bob", a, "七点", quote_id=own.pk)["q"] == {"id": own.pk, "n": "Alice", "t": "几点开会"}
    assert "q" not in say_for(world, "bob", a, "哦", quote_id=foreign.pk)
    assert "q" not in say_for(world, "bob", a, "哦", quote_id=10**9)


@pytest.mark.usefixtures("heard")
def test_who_is_named_hears_of_it_unless_he_muted(world):
    group = the_branch_group(world)
    say_for(world, "bob", group, "@Alice 请看一下，@Charlie 也看")
    assert list(Told.objects.values_list("person__name", flat=True)) == ["Alice"]
    group.places.filter(person=world.person("alice")).update(muted=True)
    say_for(world, "bob", group, "@Alice 再看一下")
    assert Told.objects.count() == 1


@pytest.mark.usefixtures("heard")
def test_at_night_the_word_waits_for_the_morning(world):
    night = NOW.replace(hour=15)  # 23:00 in Shanghai
    import time_machine  # noqa: PLC0415

    with time_machine.travel(night, tick=False):
        say_for(world, "bob", the_branch_group(world), "@Alice 明天说", at=night)
    assert Told.objects.get().shown_from == NOW.replace(hour=0) + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@周小禾你好", {2}),
        ("@周小 你好", {1}),
        ("mail@example.com", set()),
        ("＠周小禾和@李明", {2, 3, 4}),
        ("@", set()),
    ],
)
def test_the_longest_name_is_meant(text, people):
    assert mentioned(text, {"周小": [1], "周小禾": [2], "李明": [3, 4]}) == people


def test_the_fast_path_writes_the_same_rows(world, published):
    group, room = the_branch_group(world), GroupRoom()
    posts = [a_post(world, "bob", group, "一"), a_post(world, "alice", group, "二", key="k2")]
    answers = store(room, posts)
    assert [answer["message"]["t"] for answer in answers] == ["一", "二"]
    assert list(Message.objects.order_by("pk").values_list("text", "person__name")) == [("一", "Bob"), ("二", "Alice")]
    assert [data["t"] for _, event, data in published if event == "message"] == ["一", "二"]


def test_a_post_sent_again_gets_its_first_answer(world, published):
    group, room = the_branch_group(world), GroupRoom()
    first = store(room, [a_post(world, "bob", group)])[0]
    again = store(room, [a_post(world, "bob", group, number=2)])[0]
    assert (again["message"], again["fresh"], Message.objects.count()) == (first["message"], False, 1)
    assert len([1 for _, event, _ in published if event == "message"]) == 1


def test_the_form_and_the_fast_path_know_the_same_key(world):
    group, key = the_branch_group(world), uuid4()
    say_for(world, "bob", group, key=key)
    store(GroupRoom(), [a_post(world, "bob", group, key=str(key))])
    assert Message.objects.count() == 1


def test_one_outsider_in_a_batch_is_refused_alone(world):
    group = the_branch_group(world)
    answers = store(GroupRoom(), [a_post(world, "charlie", group), a_post(world, "bob", group)])
    assert (answers[0]["code"], "message" in answers[1], Message.objects.count()) == ("no_such_group", True, 1)


def test_who_left_a_moment_ago_is_refused_by_the_next_batch(world):
    group, room = the_branch_group(world), GroupRoom()
    store(room, [a_post(world, "bob", group)])
    group.places.filter(person=world.person("bob")).update(until=NOW)
    assert store(room, [a_post(world, "bob", group, key="k2")])[0]["code"] == "no_such_group"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "nothing_to_say"), (5, "nothing_to_say"), (None, "nothing_to_say"), ("a" * 5000, "text_too_long")],
)
def test_the_door_of_the_fast_path_refuses_by_itself(world, text, code):
    assert GroupRoom().admit(a_post(world, "bob", the_branch_group(world), text))["code"] == code


def test_the_fast_path_stops_a_flood_without_the_database(world, django_assert_num_queries):
    group, room = the_branch_group(world), GroupRoom()
    posts = [a_post(world, "bob", group, key=f"k{n}", read_at=READ_AT + n * NS // 10) for n in range(21)]
    with django_assert_num_queries(0):
        answers = [room.admit(post) for post in posts]
    assert [answer["code"] for answer in answers if answer] == ["too_fast"]
    later = a_post(world, "bob", group, key="later", read_at=READ_AT + 12 * NS)
    assert room.admit(later) is None


@pytest.mark.parametrize("size", [1, 30])
def test_a_batch_costs_the_same_whatever_its_size(world, size, django_assert_num_queries):
    group = the_branch_group(world)
    drafts = [Draft(group.pk, world.person("bob").pk, f"k{n}", "早") for n in range(size)]
    with transaction.atomic(), django_assert_num_queries(3):
        write(drafts, at=NOW)


def test_a_free_group_is_for_its_people(world):
    group = a_free_group(world, others=["eve"])
    assert say_for(world, "eve", group)["n"] == "Eve"
    with pytest.raises(NoSuchGroup):
        say_for(world, "stella", group)


def test_a_robot_speaks_under_its_name_until_it_is_ended(world, client):
    group = the_branch_group(world)
    robot, token = make_robot(world.viewer("alice"), group_id=group.pk, name="点检提醒", at=NOW)
    body = json.dumps({"text": "3 号线超时", "key": "a1"})
    for _ in range(2):
        answer = client.post(f"/groups/robots/say/{token}", body, content_type="application/json")
        assert answer.status_code == 200
    message = Message.objects.get()
    assert (message.robot.name, message.person, message.text) == ("点检提醒", None, "3 号线超时")
    end_robot(world.viewer("alice"), robot_id=robot.pk, at=NOW)
    with pytest.raises(NoSuchGroup):
        say_as_robot(token, text="还在", key="a2", at=NOW)


@pytest.mark.parametrize("token", ["x", "eyJyb2JvdCI6MX0:1:2"])
def test_a_forged_token_says_nothing(world, client, token):
    body = json.dumps({"text": "假的", "key": "a1"})
    answer = client.post(f"/groups/robots/say/{token}", body, content_type="application/json")
    assert (answer.status_code, Message.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"text": "无键"}',
        "\xff",
        '{"key": "k", "text": "\\ud800"}',
        '{"key": "k", "text": "a\\u0000"}',
        "[" * 100_000,
    ],
)
def test_what_a_robot_sends_is_read_with_care(world, client, body):
    _, token = make_robot(world.viewer("alice"), group_id=the_branch_group(world).pk, name="点检", at=NOW)
    answer = client.post(f"/groups/robots/say/{token}", body, content_type="application/json")
    assert (answer.status_code, Message.objects.count()) == (422, 0)


def test_only_those_who_lead_make_robots(world):
    group = the_branch_group(world)
    with pytest.raises(NoSuchGroup):
        make_robot(world.viewer("bob"), group_id=group.pk, name="x", at=NOW)
    with pytest.raises(NoSuchGroup):
        make_robot(world.viewer("alice", verified=False), group_id=group.pk, name="x", at=NOW)


def test_a_page_without_a_script_posts_by_its_form(world, as_user):
    group, key = the_branch_group(world), UUID(int=7)
    answer = as_user("bob").post(f"/groups/{group.pk}/post", {"text": "您好", "key": str(key)})
    message = Message.objects.get()
    assert answer.url == f"/groups/{group.pk}/#m{message.pk}"
    assert "您好" in as_user("alice").get(f"/groups/{group.pk}/").content.decode()


def test_a_page_with_a_script_gets_the_message_or_the_sentence(world, as_user):
    group, browser = the_branch_group(world), as_user("bob")
    ask = {"headers": {"Accept": "application/json"}}
    said = browser.post(f"/groups/{group.pk}/post", {"text": "您好", "key": str(uuid4())}, **ask).json()
    refused = browser.post(f"/groups/{group.pk}/post", {"text": "", "key": str(uuid4())}, **ask)
    assert (said["message"]["t"], refused.status_code, refused.json()["code"]) == ("您好", 422, "nothing_to_say")
