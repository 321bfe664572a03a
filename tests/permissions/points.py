"""Who may open the addresses of points: each his own, the branch's published sums, committees and staff the rest."""

from datetime import date
from uuid import uuid4

from tests.factories.drive import a_picture
from tests.factories.points import csv_of
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import Viewer
from zhibu.points import services
from zhibu.points.enums import SettlementState
from zhibu.points.models import Declaration, Nomination, Settlement, Star
from zhibu.points.rules.periods import month_of

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
EVERY_MEMBER = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 404}
UNDER_HQ = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 404}
BRANCH_A = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 200, "stella": 200, "dana": 404}
STAFF = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 200, "dana": 404}
STAFF_POST = STAFF | {"stella": 302}
CHECKERS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 404, "dana": 404}
RECORDERS = {"anonymous": 302, "charlie": 404, "bob": 422, "alice": 200, "stella": 200, "dana": 422}
SYSTEM = Viewer.system("tests")


def text(world):
    return {"key": str(uuid4()), "text": "事实"}


def picture(world):
    return {"key": str(uuid4()), "upload": a_picture()}


def draft(world):
    year = local_date(now()).year
    return services.import_scheme(
        SYSTEM, organisation_id=world.hq.pk, year=year, title="办法", text=csv_of(), at=now()
    )  # fmt: skip


def active(world):
    return services.activate_scheme(SYSTEM, scheme_id=draft(world).pk, resolution="决议", at=now())


def a_scheme(world):
    return {"pk": active(world).pk}


def a_draft(world):
    return {"pk": draft(world).pk}


def frozen(world):
    settlement = Settlement.objects.create(
        scheme=active(world), quarter=1, facts_until=now(), settled_by="t", settled_at=now()
    )
    services.write_figures(settlement)
    return {"pk": settlement.pk}


def published(world):
    pk = frozen(world)["pk"]
    rows = Settlement.objects.filter(pk=pk)
    rows.update(state=SettlementState.PUBLISHED, published_at=now(), notice_ends_on=date(2099, 1, 1))
    return {"pk": pk}


def figure(world):
    settlement = Settlement.objects.get(pk=published(world)["pk"])
    return {"pk": settlement.figures.get(person=world.person("bob")).pk}


def objection(world):
    found = services.object_to(world.viewer("bob"), key=uuid4(), at=now(), figure_id=figure(world)["pk"], text="少算")
    return {"pk": found.pk}


def answered(world):
    pk = objection(world)["pk"]
    services.answer_objection(world.viewer("alice"), objection_id=pk, answer="已核对", at=now())
    return {"pk": pk}


def appealed(world):
    pk = answered(world)["pk"]
    services.appeal(world.viewer("bob"), objection_id=pk, text="不同意", at=now())
    return {"pk": pk}


def declared(world):
    index = active(world).indexes.get(code="P1")
    found = Declaration.objects.create(
        key=uuid4(), index=index, person=world.person("bob"), branch=world.branch_a, happened_on=local_date(now()),
        text="做了好事", declared_by=world.person("bob"), declared_by_name="Bob", declared_at=now(),
    )  # fmt: skip
    return {"pk": found.pk}


def star(world, state="decided"):
    agreed = None if state == "decided" else now()
    found = Star.objects.create(
        branch=world.branch_a, month=month_of(local_date(now())), person=world.person("bob"), reason="抢修",
        resolution="决议", decided_by="Alice", decided_at=now(), state=state, consented_at=agreed,
    )  # fmt: skip
    return {"pk": found.pk}


def agreed_star(world):
    return star(world, "consented")


def nominated(world):
    Nomination.objects.create(
        branch=world.branch_a, month=month_of(local_date(now())), person=world.person("bob"),
        nominated_by=world.person("alice"), reason="抢修", at=now(),
    )  # fmt: skip
    return {"branch_id": world.branch_a.pk}


def bob(world):
    return {"person_id": world.person("bob").pk}


def branch(world):
    return {"branch_id": world.branch_a.pk}


def branch_a_with_scheme(world):
    active(world)
    return {"branch_id": world.branch_a.pk}


ROWS = [
    ("points:record", {}, "get", EVERYBODY),
    ("points:record-branch", branch_a_with_scheme, "get", RECORDERS),
    ("points:mine", {}, "get", EVERYBODY),
    ("points:declare", {}, "get", EVERYBODY),
    ("points:declaration", declared, "get", BRANCH_A),
    ("points:withdraw", declared, "post", BRANCH_A | {"bob": 302, "alice": 422, "stella": 422}),
    ("points:evidence", declared, "post", BRANCH_A | {"bob": 302, "alice": 422, "stella": 422}, picture),
    ("points:review", {}, "get", EVERYBODY),
    ("points:settlements", {}, "get", EVERYBODY),
    ("points:settlement", published, "get", UNDER_HQ),
    ("points:publish", frozen, "post", STAFF_POST),
    ("points:comment", published, "post", UNDER_HQ | dict.fromkeys(("charlie", "bob", "alice", "stella"), 302), text),
    ("points:object", figure, "get", BRANCH_A),
    ("points:adjust", figure, "get", STAFF),
    ("points:objection", objection, "get", BRANCH_A),
    ("points:answer", objection, "post", STAFF | {"alice": 302, "stella": 404}, text),
    ("points:appeal", answered, "post", BRANCH_A | {"bob": 302, "alice": 422, "stella": 422}, text),
    ("points:decide", appealed, "post", STAFF_POST, text),
    ("points:schemes", {}, "get", EVERYBODY),
    ("points:import", {}, "get",
     {"anonymous": 302, "charlie": 422, "bob": 422, "alice": 200, "stella": 200, "dana": 422}),
    ("points:scheme", a_scheme, "get", UNDER_HQ),
    ("points:activate", a_draft, "post", STAFF_POST, {"resolution": "决议"}),
    ("points:copy", a_scheme, "post", STAFF_POST),
    ("points:caps", a_draft, "get", STAFF),
    ("points:top-list", a_scheme, "get", STAFF),
    ("points:measured", a_scheme, "get", STAFF | {"alice": 200}),
    ("points:absence", a_scheme, "get", STAFF | {"alice": 200}),
    ("points:exclusion", a_scheme, "get", STAFF | {"alice": 200}),
    ("points:simulate", a_draft, "get", STAFF),
    ("points:settle", lambda world: a_scheme(world) | {"quarter": 4}, "post", STAFF_POST | {"stella": 422}),
    ("points:index", lambda world: {"pk": draft(world).indexes.first().pk}, "get", STAFF),
    ("points:stars", {}, "get", EVERYBODY),
    ("points:star", star, "get", BRANCH_A),
    ("points:consent", star, "post", BRANCH_A | {"bob": 302, "alice": 422, "stella": 422}, {"consents": "yes"}),
    ("points:announce", agreed_star, "post", BRANCH_A | {"bob": 422, "alice": 302, "stella": 422}),
    ("points:summary", {}, "get", EVERYBODY),
    ("points:nominate", {}, "get", EVERY_MEMBER),
    ("points:choose", nominated, "get", CHECKERS | {"bob": 404}),
    ("points:checks", branch, "get", CHECKERS),
    ("points:check", bob, "get", CHECKERS),
    ("points:duties", bob, "get", CHECKERS),
]  # fmt: skip
