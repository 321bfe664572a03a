"""The room: the server holds cipher texts alone, and forgets them."""

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories.talks import AFTER, a_drawn_talk
from zhibu.kernel.clock import local_date
from zhibu.realtime.registry import may
from zhibu.talks import services
from zhibu.talks.errors import KeyUnknown, MessageTooLarge, NoSuchTalk, OnlyShorter, TooFast
from zhibu.talks.models import Message, PublicKey
from zhibu.talks.queries import talks


def public(letter):
    return base64.b64encode(bytes([4]) + letter.encode() * 64).decode()


@pytest.fixture
def talk(world):
    return a_drawn_talk(world)


@pytest.fixture
def keys(world, talk):
    return {
        name: services.give_key(world.viewer(name), talk_id=talk.pk, public=public(name[0]), at=AFTER)
        for name in ("alice", "bob")
    }


def say(world, talk, keys, name="bob", **more):
    other = "alice" if name == "bob" else "bob"
    said = {"key": uuid4(), "sender_id": keys[name].pk, "recipient_id": keys[other].pk, "sealed": "c2VhbGVk"} | more
    return services.say(world.viewer(name), talk_id=talk.pk, at=AFTER, **said)


def test_a_message_reaches_the_other_once(world, talk, keys, published):
    key = uuid4()
    first, again = say(world, talk, keys, key=key), say(world, talk, keys, key=key)
    assert (first, Message.objects.count()) == (again, 1)
    assert [told for told in published if told[1] == "message"] == [(f"talk.{talk.pk}", "message", {"id": first.pk})]
    assert [one["sealed"] for one in talks.messages_of(talk, after=0)] == ["c2VhbGVk"]


def test_a_message_goes_from_ones_own_key_to_the_others(world, talk, keys):
    wrong = [
        {"sender_id": keys["alice"].pk},
        {"recipient_id": keys["bob"].pk},
        {"recipient_id": 10**9},
        {"sealed": "说明白的话"},
        {"sealed": ""},
    ]
    for one in wrong:
        with pytest.raises(KeyUnknown):
            say(world, talk, keys, **one)
    assert not Message.objects.exists()


def test_a_message_of_many_megabytes_is_refused(world, talk, keys):
    with pytest.raises(MessageTooLarge):
        say(world, talk, keys, sealed="A" * 2_000_001)


@pytest.mark.parametrize("text", ["", "short", "A" * 88, public("a") + "A", "<script>"])
def test_what_is_no_public_key_is_refused(world, talk, text):
    with pytest.raises(KeyUnknown):
        services.give_key(world.viewer("bob"), talk_id=talk.pk, public=text, at=AFTER)


def test_nobody_gives_the_others_key_for_his_own(world, talk, keys):
    with pytest.raises(KeyUnknown):
        services.give_key(world.viewer("alice"), talk_id=talk.pk, public=public("b"), at=AFTER)


def test_only_the_two_hear_the_room(world, talk):
    heard = {name: may(world.viewer(name), talk.topic, to="read") for name in ("alice", "bob", "charlie", "stella")}
    assert heard == {"alice": True, "bob": True, "charlie": False, "stella": False}


def test_messages_go_on_the_day_after_their_last(world, talk, keys):
    say(world, talk, keys)
    day = AFTER + timedelta(days=30)
    assert talk.keep_until == local_date(day)
    assert services.forget_due(at=day) == 0
    assert services.forget_due(at=day + timedelta(days=1)) == 1
    assert (Message.objects.count(), PublicKey.objects.count()) == (0, 0)
    assert talks.get_talk(world.viewer("bob"), talk.pk) == talk


def test_either_shortens_and_nobody_lengthens(world, talk, keys):
    say(world, talk, keys)
    with pytest.raises(OnlyShorter):
        services.shorten(
            world.viewer("alice"), talk_id=talk.pk, keep_until=talk.keep_until + timedelta(days=1), at=AFTER
        )
    services.shorten(world.viewer("bob"), talk_id=talk.pk, keep_until=local_date(AFTER), at=AFTER)
    assert not Message.objects.exists()


def test_a_signal_is_handed_on_and_not_kept(world, talk, published):
    services.signal(world.viewer("bob"), talk_id=talk.pk, sealed="c2VhbGVk", at=AFTER)
    said = {"from": world.person("bob").pk, "sealed": "c2VhbGVk"}
    assert published[-1] == (talk.topic, "signal", said)
    with pytest.raises(KeyUnknown):
        services.signal(world.viewer("bob"), talk_id=talk.pk, sealed="A" * 40_000, at=AFTER)


def test_the_turn_password_holds_two_hours_and_is_coturns(world, settings):
    settings.ICE_URLS, settings.TURN_SECRET = ["stun:a:3478", "turn:a:3478"], "s3cret"
    stun, turn = talks.ice(world.viewer("bob"), at=AFTER)
    assert stun == {"urls": "stun:a:3478"}
    assert turn["username"].split(":")[0] == str(int((AFTER + timedelta(hours=2)).timestamp()))
    wanted = hmac.new(b"s3cret", turn["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(turn["credential"]) == wanted


def test_the_room_answers_by_json_and_refuses_in_a_sentence(world, as_user, talk, keys):
    client, url = as_user("bob"), reverse("talks:messages", args=[talk.pk])
    sent = {"key": uuid4(), "sender_id": keys["bob"].pk, "recipient_id": keys["alice"].pk, "sealed": "c2VhbGVk"}
    made = client.post(url, sent).json()["id"]
    assert [one["id"] for one in client.get(url).json()["messages"]] == [made]
    refused = client.post(url, {"sealed": "x"}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (422, "key_unknown")


def test_without_javascript_the_page_says_what_the_room_needs(world, as_user, talk):
    page = as_user("bob").get(reverse("talks:talk", args=[talk.pk])).content.decode()
    assert "<noscript>" in page
    assert "写下来" in page
    with pytest.raises(NoSuchTalk):
        talks.get_talk(world.viewer("charlie"), talk.pk)


def test_a_flood_of_messages_or_signals_is_stopped_and_the_other_is_not(world, talk, keys):
    for _ in range(20):
        say(world, talk, keys)
    with pytest.raises(TooFast):
        say(world, talk, keys)
    say(world, talk, keys, "alice")
    assert Message.objects.count() == 21
    bob = world.viewer("bob")
    for _ in range(150):
        services.signal(bob, talk_id=talk.pk, sealed="c2VhbGVk", at=AFTER)
    with pytest.raises(TooFast):
        services.signal(bob, talk_id=talk.pk, sealed="c2VhbGVk", at=AFTER)
    services.signal(bob, talk_id=talk.pk, sealed="c2VhbGVk", at=AFTER + timedelta(seconds=11))


def test_nobody_fills_the_disk(world, talk, keys, monkeypatch):
    monkeypatch.setattr("zhibu.talks.services.room.MOST_A_DAY", 10_000)
    say(world, talk, keys, sealed="A" * 8_000)
    with pytest.raises(TooFast):
        say(world, talk, keys, sealed="A" * 8_000)
    assert Message.objects.count() == 1
