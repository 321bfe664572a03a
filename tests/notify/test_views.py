"""The message page."""

from tests.world import NOW, World
from zhibu.kernel.viewer import Viewer
from zhibu.notify import services
from zhibu.notify.models import Message


def tell(world, count, name="bob"):
    for number in range(count):
        services.send(
            Viewer.system("tests"), person_ids=[world.person(name).pk], sentence=f"第{number}次党课改在三楼。",
            key=f"k{number}", at=NOW, url="/messages/wish",
        )  # fmt: skip


def test_the_page_shows_ones_own_messages(world: World, as_user):
    tell(world, 1)
    assert "第0次党课改在三楼。" in as_user("bob").get("/messages/").content.decode()
    assert "第0次党课改在三楼。" not in as_user("alice").get("/messages/").content.decode()


def test_the_page_costs_the_same_for_one_message_and_for_three(world: World, as_user, django_assert_num_queries):
    bob = as_user("bob")
    bob.get("/messages/")
    for count in (1, 3):
        tell(world, count)
        with django_assert_num_queries(6):
            bob.get("/messages/")


def test_following_a_message_leads_to_its_page(world: World, as_user):
    tell(world, 1)
    response = as_user("bob").get(f"/messages/{Message.objects.get().pk}/follow")
    assert (response.status_code, response["Location"]) == (302, "/messages/wish")


def test_a_wrong_address_is_explained_and_kept(world: World, as_user):
    page = as_user("bob").post("/messages/wish", {"address": "bob at home"}).content.decode()
    assert 'value="bob at home"' in page
