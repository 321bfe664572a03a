"""Who may open the addresses of groups: those who are in the group; what leads it, those who look after it.

Dana and Charlie are not in the group of branch A; Stella is, as full-time staff.
"""

from uuid import uuid4

from tests.factories.groups import a_free_group, a_message, the_branch_group
from tests.world import NOW
from zhibu.groups.enums import MessageKind, TopicKind
from zhibu.groups.models import Invitation, Notice, Poll, PollOption, Robot, Topic
from zhibu.groups.services.robots import make_robot
from zhibu.kernel.clock import now

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
INSIDE = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 200, "stella": 200, "dana": 404}
INSIDE_POST = {"anonymous": 302, "charlie": 404, "bob": 302, "alice": 302, "stella": 302, "dana": 404}
LEADS = INSIDE | {"bob": 404}
LEADS_POST = INSIDE_POST | {"bob": 404}
BOBS = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 404, "stella": 404, "dana": 404}
BOBS_POST = BOBS | {"bob": 302}


def group(world):
    return {"pk": the_branch_group(world).pk}


def free(world):
    return {"pk": a_free_group(world, others=["alice", "stella"]).pk}


def person(world):
    return free(world) | {"person": world.person("alice").pk}


def bobs(world):
    return {"pk": a_message(the_branch_group(world), world.person("bob"), at=now()).pk}


def poll(world):
    message = a_message(the_branch_group(world), world.person("bob"), kind=MessageKind.POLL)
    asked = Poll.objects.create(message=message)
    PollOption.objects.create(poll=asked, number=1, text="去")
    return {"pk": message.pk}


def first_option(world):
    return {"option": PollOption.objects.values_list("pk", flat=True).last()}


def notice(world):
    message = a_message(the_branch_group(world), world.person("alice"), kind=MessageKind.NOTICE)
    Notice.objects.create(message=message, act="能到会")
    return {"pk": message.pk}


def topic(world):
    made = Topic.objects.create(
        group=the_branch_group(world), key=uuid4(), kind=TopicKind.TALK, title="安全",
        opened_by=world.person("bob"), opened_at=NOW,
    )  # fmt: skip
    return {"pk": made.pk}


def invitation(world):
    asked = Invitation.objects.create(
        group=a_free_group(world, "alice"), person=world.person("bob"), invited_by=world.person("alice"), invited_at=NOW
    )
    return {"pk": asked.pk}


def robot(world):
    made = Robot.objects.create(group=the_branch_group(world), name="点检", made_by=world.person("alice"), made_at=NOW)
    return {"pk": made.pk}


def token(world):
    the_branch_group(world)
    return {"token": make_robot(world.viewer("alice"), group_id=the_branch_group(world).pk, name="x", at=NOW)[1]}


ROWS = [
    ("groups:index", {}, "get", SIGNED_IN),
    ("groups:new", {}, "get", SIGNED_IN),
    ("groups:search", {}, "get", SIGNED_IN),
    ("groups:answer", invitation, "post", BOBS_POST, {"accept": "1"}),
    ("groups:conversation", group, "get", INSIDE),
    ("groups:post", group, "post", INSIDE_POST, lambda world: {"text": "您好", "key": str(uuid4())}),
    ("groups:read", group, "post", INSIDE | {"bob": 204, "alice": 204, "stella": 204}, {"to": "1"}),
    ("groups:about", group, "get", INSIDE),
    ("groups:mute", group, "post", INSIDE_POST, {"muted": "1"}),
    ("groups:settings", group, "post", LEADS_POST, {"announcements_only": "1"}),
    # Nobody is put into a group of the tree by hand; a free one is its owner's.
    ("groups:invite", free, "post", BOBS_POST, {"name": "Eve"}),
    ("groups:leave", free, "post", BOBS | {"bob": 422, "alice": 302, "stella": 302}),
    ("groups:hand-over", person, "post", BOBS_POST),
    ("groups:remove", person, "post", BOBS_POST),
    ("groups:robots", group, "post", LEADS, {"name": "点检"}),
    ("groups:end-robot", robot, "post", LEADS_POST),
    # The token is the robot; whoever has it speaks in its name, signed in or not.
    ("groups:robot-says", token, "post", dict.fromkeys(SIGNED_IN, 422)),
    ("groups:record-json", group, "get", LEADS),
    ("groups:record-pdf", group, "get", LEADS),
    ("groups:topics", group, "get", INSIDE),
    ("groups:topic", topic, "get", INSIDE),
    ("groups:close-topic", topic, "get", LEADS),
    ("groups:poll", group, "get", INSIDE),
    ("groups:notice", group, "get", LEADS),
    ("groups:message", bobs, "get", INSIDE),
    ("groups:line", bobs, "get", INSIDE),
    ("groups:edit", bobs, "get", BOBS),
    ("groups:recall", bobs, "post", BOBS_POST),
    ("groups:pin", bobs, "post", LEADS_POST, {"pinned": "1"}),
    ("groups:hide", bobs, "get", LEADS),
    ("groups:show", bobs, "post", LEADS_POST),
    ("groups:vote", poll, "post", INSIDE_POST, first_option),
    ("groups:confirm", notice, "post", INSIDE_POST),
    ("groups:confirmations", notice, "get", LEADS),
    (
        "groups:confirm-for", notice, "post", LEADS_POST,
        lambda world: {"person": world.person("bob").pk},
    ),
    ("groups:remind", notice, "post", LEADS_POST),
]  # fmt: skip
