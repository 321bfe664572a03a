"""Who may open the addresses of members. What is one's own is for everybody who is signed in."""

from datetime import timedelta

from tests.world import NOW
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer
from zhibu.members.models import Invitation, Person
from zhibu.members.services.invitations import invite, make_phone_link

SYSTEM = Viewer.system("test")
PEOPLE = ("anonymous", "charlie", "bob", "alice", "stella", "dana")


def for_all(anonymous, signed_in):
    return {name: anonymous if name == "anonymous" else signed_in for name in PEOPLE}


def pk_of(name):
    return lambda world: {"pk": world.person(name).pk}


def account(name):
    return lambda world: {"pk": world.accounts[name].pk}


def invitation_of_bob(world):
    invite(SYSTEM, person_ids=[world.person("bob").pk], at=now())
    return {"pk": Invitation.objects.get().pk}


def join_link(world):
    person = Person.objects.create(name="新人", created_at=NOW, updated_at=NOW)
    return {"token": invite(SYSTEM, person_ids=[person.pk], at=now() - timedelta(days=1))[0].token}


def phone_link(world):
    return {"token": make_phone_link(SYSTEM, person_id=world.person("bob").pk, at=now()).token}


def grant_of(name):
    return lambda world: {"pk": world.accounts[name].roles.get().pk}


def only(*names, status=200):
    return for_all(302, 404) | dict.fromkeys(names, status)


OWN_PAGE, OWN_ACT = for_all(302, 200), for_all(302, 302)
ROWS = [
    ("members:login", {}, "get", for_all(200, 200)),
    ("members:logout", {}, "post", for_all(302, 302)),
    ("members:code", {}, "get", OWN_PAGE),
    ("members:code-setup", {}, "get", OWN_PAGE),
    ("members:password", {}, "get", OWN_PAGE),
    ("members:devices", {}, "get", OWN_PAGE),
    ("members:end-devices", {}, "post", OWN_ACT),
    ("members:end-device", {"handle": "unknown"}, "post", OWN_ACT),
    ("members:notices", {}, "get", OWN_PAGE),
    # Invitations: officers of the branch and staff above. Bob's own phone is his.
    ("members:invitations", {}, "get", only("alice", "stella")),
    (
        "members:invite",
        {},
        "post",
        only("alice", "stella"),
        lambda world: {
            "people": [world.person("bob").pk],
            "days": 7,
        },
    ),
    ("members:revoke-invitation", invitation_of_bob, "post", only("alice", "stella", status=302)),
    ("members:phone-link", pk_of("bob"), "post", only("bob", "alice", "stella")),
    ("members:join", join_link, "get", for_all(200, 200)),
    ("members:enter", phone_link, "get", for_all(200, 200)),
    # Roles: the security administrator (Olga), who is none of the six.
    ("members:roles", {}, "get", only()),
    ("members:roles-of", account("bob"), "get", only()),
    ("members:reset-device", account("bob"), "post", only(), {"reason": "x"}),
    ("members:end-role", grant_of("stella"), "post", only(), {"reason": "x"}),
]
