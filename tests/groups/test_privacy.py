"""What was taken back or hidden is readable nowhere; no group is read from outside; nothing runs as code."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.groups import a_message, the_branch_group
from tests.world import NOW, add_member
from zhibu.groups.models import Edit, Message, PollOption, Word
from zhibu.groups.queries.export import as_json
from zhibu.groups.services.asking import ask_poll, give_notice
from zhibu.groups.services.changing import edit_message, hide_message, recall_message, show_message
from zhibu.groups.services.keeping import index_words
from zhibu.groups.services.posting import say
from zhibu.groups.services.robots import make_robot, say_as_robot
from zhibu.groups.services.topics import open_topic


def test_words_that_are_taken_back_stand_nowhere_any_more(world, as_user):
    """Not in the index, the search, the export, the answers of a poll, nor in what pages are told."""
    group, bob = the_branch_group(world), world.viewer("bob")
    poll = ask_poll(bob, group_id=group.pk, question="秘密的问题", options=["秘密甲", "秘密乙"], key=uuid4(), at=NOW)
    said = a_message(group, world.person("bob"), "秘密的话")
    edit_message(bob, message_id=said.pk, text="秘密的话二", at=NOW)
    answer = a_message(group, world.person("alice"), "看到了", quote=said)
    index_words(at=NOW)
    for pk in (said.pk, poll.message_id):
        recall_message(bob, message_id=pk, at=NOW)
    pages = [
        as_user("alice").get(reverse(name, args=args) + query).content.decode()
        for name, args, query in (
            ("groups:conversation", [group.pk], ""), ("groups:message", [said.pk], ""), ("groups:index", [], ""),
            ("groups:message", [answer.pk], ""), ("groups:search", [], "?q=秘密的话"),
            ("groups:record-json", [group.pk], ""), ("groups:message", [poll.message_id], ""),
        )
    ]  # fmt: skip
    assert [page.count("秘密") - page.count('value="秘密') for page in pages] == [0] * 7
    assert not Word.objects.filter(word="秘密").exists()
    assert not Edit.objects.exists()
    assert not PollOption.objects.exists()


def test_who_quotes_a_message_is_shown_anew_when_it_is_taken_back(world, published):
    group = the_branch_group(world)
    said = a_message(group, world.person("bob"))
    quoting = a_message(group, world.person("alice"), "同意", quote=said)
    published.clear()
    recall_message(world.viewer("bob"), message_id=said.pk, at=NOW)
    assert [data["id"] for _, event, data in published if event == "changed-message"] == [said.pk, quoting.pk]


def test_the_name_of_a_recalled_file_is_not_in_the_record(world):
    group, bob = the_branch_group(world), world.viewer("bob")
    upload = SimpleUploadedFile("工资条.txt", "内容".encode())
    made = say(bob, group_id=group.pk, text="", key=uuid4(), at=NOW, upload=upload)
    assert "工资条" in as_json(world.viewer("alice"), group.pk, at=NOW).decode()
    recall_message(bob, message_id=made["id"], at=NOW)
    assert "工资条" not in as_json(world.viewer("alice"), group.pk, at=NOW).decode()


def test_the_file_of_a_hidden_message_is_for_its_writer_and_who_looks_after_the_group(world, as_user):
    add_member(world, "frank", world.branch_a)
    group = the_branch_group(world)
    upload = SimpleUploadedFile("notes.txt", b"something")
    made = say(world.viewer("bob"), group_id=group.pk, text="", key=uuid4(), at=NOW, upload=upload)
    url = reverse("drive:download", args=[Message.objects.get(pk=made["id"]).file_id])
    people = ("bob", "alice", "frank", "charlie")
    assert [as_user(name).get(url).status_code for name in people] == [200, 200, 200, 404]
    hide_message(world.viewer("alice"), message_id=made["id"], reason="不合适", at=NOW)
    assert [as_user(name).get(url).status_code for name in people] == [200, 200, 404, 404]
    show_message(world.viewer("alice"), message_id=made["id"], at=NOW)
    assert [as_user(name).get(url).status_code for name in people] == [200, 200, 200, 404]


def test_the_search_finds_nothing_of_other_groups(world, as_user):
    a_message(the_branch_group(world, world.branch_b), world.person("charlie"), "乙支部的秘密安排")
    index_words(at=NOW)
    group = the_branch_group(world, world.branch_b).pk
    assert "秘密安排" not in as_user("bob").get(reverse("groups:search") + "?q=乙支部的").content.decode()
    assert as_user("bob").get(reverse("groups:search") + f"?q=秘密安排&group={group}").status_code == 404
    assert "秘密安排" in as_user("charlie").get(reverse("groups:search") + "?q=乙支部的").content.decode()


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_what_people_write_is_shown_as_letters_everywhere(world, as_user):
    """Messages, quotes, file names, polls, notices, topics, robots, drafts of a search."""
    group, alice = the_branch_group(world), world.viewer("alice")
    said = say(alice, group_id=group.pk, text=SCRIPT, key=uuid4(), at=NOW)
    a_message(group, world.person("bob"), "答", quote=Message.objects.get(pk=said["id"]))
    upload = SimpleUploadedFile(f"{SCRIPT}.txt", b"plain words")
    say(alice, group_id=group.pk, text="", key=uuid4(), at=NOW, upload=upload)
    ask_poll(alice, group_id=group.pk, question=SCRIPT, options=[SCRIPT[:60], "二"], key=uuid4(), at=NOW)
    notice = give_notice(alice, group_id=group.pk, text=SCRIPT, act=SCRIPT, key=uuid4(), at=NOW)
    topic = open_topic(alice, group_id=group.pk, title=SCRIPT[:60], kind="talk", key=uuid4(), at=NOW)
    _robot, token = make_robot(alice, group_id=group.pk, name="<b>机器人", at=NOW)
    say_as_robot(token, text=SCRIPT, key="1", at=NOW)
    hide_message(alice, message_id=say(alice, group_id=group.pk, text="x", key=uuid4(), at=NOW)["id"], reason=SCRIPT,
                 at=NOW)  # fmt: skip
    for name, args, query in (
        ("conversation", [group.pk], ""), ("conversation", [group.pk], f"?quote={said['id']}"), ("index", [], ""),
        ("conversation", [group.pk], f"?topic={topic.pk}"), ("topics", [group.pk], ""), ("topic", [topic.pk], ""),
        ("message", [said["id"]], ""), ("line", [said["id"]], ""), ("about", [group.pk], ""),
        ("confirmations", [notice.message_id], ""), ("search", [], f"?q={SCRIPT}"), ("search", [], "?q=alert"),
    ):  # fmt: skip
        page = as_user("alice").get(reverse(f"groups:{name}", args=args) + query).content.decode()
        assert "alert(1)" in page or name in ("about", "index"), name
        assert "<script>alert" not in page, name
        assert "<img src=x" not in page, name
        assert "<b>机器人" not in page, name
