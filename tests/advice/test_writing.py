"""Writing under one's name or nobody's, supporting without being named, and the way back by receipt."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers
from django.core.cache import cache
from django.db import IntegrityError, transaction

from tests.factories.advice import an_office, on_the_board, some_advice
from tests.world import NOW
from zhibu.advice import services
from zhibu.advice.errors import (
    MustSignIn,
    NoSuchAdvice,
    NoSuchCode,
    NoSuchOffice,
    OwnAdvice,
    TooManyReceipts,
    TooMuchAdvice,
    WordsMissing,
)
from zhibu.advice.models import Advice, Support
from zhibu.advice.queries import advice as rows
from zhibu.kernel.viewer import Viewer
from zhibu.members.services.export import take_along
from zhibu.notify.models import Message

NOBODY = Viewer.anonymous()


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def everything():
    """All rows that changed may stand in, as text."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("advice", "audit", "notify", "ledger")]
    return serializers.serialize("json", [row for model in models for row in model._base_manager.all()])


def test_an_anonymous_writer_is_in_no_row_of_the_database(world):
    office = an_office(world)
    before = everything()
    made = some_advice(world, name="bob", signing="anonymous", office=office)
    bob = world.person("bob").pk
    assert made.author is None
    fresh = Advice.objects.get()
    assert bob not in (fresh.author_id, fresh.office_id)
    assert "Bob" not in everything().replace(before, "")
    assert list(rows.own_advice(world.viewer("bob"))) == []


def test_no_message_tells_the_minute_at_which_somebody_wrote_without_a_name(world):
    some_advice(world, signing="anonymous")
    assert not Message.objects.exists()
    tomorrow = NOW + timedelta(days=1)
    for at in (NOW, tomorrow):
        services.remind(at=at)
    told = Message.objects.get()
    assert (told.person.name, told.created_at, "夜班班车" in told.sentence) == ("Alice", tomorrow, True)


def test_the_database_refuses_an_author_beside_anonymous(world):
    made = some_advice(world, signing="anonymous")
    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.filter(pk=made.pk).update(author=world.person("bob"))


def test_ones_copy_of_ones_record_has_what_one_signed_and_nothing_else(world):
    some_advice(world, title="食堂")
    some_advice(world, title="排班", signing="anonymous")
    assert [row["title"] for row in take_along(world.viewer("bob"), form="json", at=NOW)["advice"]] == ["食堂"]


def test_no_account_is_needed_to_stay_unknown_and_one_is_to_sign(world):
    assert some_advice(world, viewer=NOBODY, signing="anonymous").author is None
    with pytest.raises(MustSignIn):
        some_advice(world, viewer=NOBODY, signing="open")


def test_the_receipt_finds_it_and_is_stored_nowhere(world):
    key = uuid4()
    what = {"office_id": an_office(world).pk, "title": "食堂", "text": "太咸", "signing": "anonymous", "at": NOW}
    first, again = [services.write(NOBODY, key=key, **what) for _ in range(2)]
    assert (first, Advice.objects.count()) == (again, 1)
    receipt = first.receipt
    assert len(receipt) == 12
    assert receipt not in everything()
    typed = f"{receipt[:4]} {receipt[4:8]}-{receipt[8:]}".lower()
    assert services.find_by_receipt(typed, address="10.0.0.1") == first.advice


def test_twenty_wrong_receipts_and_the_address_waits(db):
    for _ in range(20):
        with pytest.raises(NoSuchCode):
            services.find_by_receipt("AAAAAAAAAAAA", address="10.0.0.1")
    with pytest.raises(TooManyReceipts):
        services.find_by_receipt("AAAAAAAAAAAA", address="10.0.0.1")


def test_ten_an_hour_are_enough_for_a_person_and_for_an_address(world):
    for more in ({"name": "bob"}, {"viewer": NOBODY, "address": "10.0.0.1"}):
        for _ in range(10):
            some_advice(world, signing="anonymous", in_a_row=True, **more)
        with pytest.raises(TooMuchAdvice):
            some_advice(world, signing="anonymous", in_a_row=True, **more)
    assert Advice.objects.count() == 20


@pytest.mark.parametrize(("title", "text"), [(" ", "x"), ("x", " "), ("x", "长" * 2001)])
def test_a_heading_and_words(world, title, text):
    with pytest.raises(WordsMissing):
        some_advice(world, title=title, text=text)


def test_a_closed_office_takes_none(world):
    office = an_office(world)
    services.change_office(world.viewer("stella"), office_id=office.pk, is_open=False, at=NOW)
    with pytest.raises(NoSuchOffice):
        some_advice(world, office=office)


def test_waiting_and_hidden_ones_are_for_their_writer_and_the_office(world):
    made = some_advice(world)
    assert rows.get_advice(world.viewer("bob"), made.pk) == made
    assert rows.get_advice(world.viewer("alice"), made.pk) == made
    with pytest.raises(NoSuchAdvice):
        rows.get_advice(world.viewer("charlie"), made.pk)
    assert list(rows.board(world.viewer("bob"))) == []


def test_each_supports_once_and_nobody_is_named(world):
    made = on_the_board(world)
    for name in ("charlie", "charlie", "eve"):
        services.support(world.viewer(name), advice_id=made.pk, at=NOW)
    assert rows.board(world.viewer("bob")).get().supporters == 2
    assert {field.name for field in Support._meta.fields} == {"id", "advice", "mark"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(advice=made, mark=rows.mark_of(world.viewer("eve")))
    services.leave(world.viewer("eve"), advice_id=made.pk, at=NOW)
    assert Support.objects.count() == 1


def test_nobody_supports_himself_nor_what_is_not_public(world):
    with pytest.raises(OwnAdvice):
        services.support(world.viewer("bob"), advice_id=on_the_board(world).pk, at=NOW)
    waiting = some_advice(world)
    with pytest.raises(NoSuchAdvice):
        services.support(world.viewer("charlie"), advice_id=waiting.pk, at=NOW)


def test_look_alikes_are_found_while_somebody_writes(world):
    made = on_the_board(world)
    on_the_board(world, title="食堂太咸", text="食堂的菜最近太咸，老同志吃不惯。")
    assert rows.similar("夜班没有班车，下班回家要走很远的路") == [made]
    assert rows.similar("宿舍热水") == []
