"""Who may open the addresses of dues: members their own, collectors their branches', the treasurer the whole tree's."""

from datetime import date

from tests.factories.dues import STAFF, a_use, assessed, month_ids, registered
from zhibu.dues import services
from zhibu.dues.models import ArrearsTask, Finding, Obligation
from zhibu.kernel.clock import local_date, now

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
NOBODY = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 404, "dana": 404}
MEMBERS = EVERYBODY | {"dana": 404}
COLLECTORS = NOBODY | {"alice": 200, "stella": 200}
COLLECT = NOBODY | {"alice": 302, "stella": 302}
REFUSED = NOBODY | {"alice": 422, "stella": 422}
CONCERNED = COLLECTORS | {"bob": 200}
TREASURER = NOBODY | {"stella": 200}
OPEN = dict.fromkeys(EVERYBODY, 200)


def branch(world):
    return {"pk": world.branch_a.pk}


def bob_of(world):
    return {"pk": world.branch_a.pk, "person": world.person("bob").pk}


def base(world):
    return {"pk": assessed(world, at=now()).pk}


def order(world):
    assessed(world, at=now())
    return {"number": registered(world, now().month, at=now()).number}


def paid_order(world):
    number = order(world)["number"]
    return services.confirm_payment(world.viewer("stella"), number=number, at=now())


def receipt(world):
    return {"pk": paid_order(world).receipt.pk}


def hardship(world):
    today = local_date(now())
    made = services.ask_hardship(
        world.viewer("bob"), first_month=today, last_month=today, asked_fen=0, reason="家人住院", at=now()
    )
    return {"pk": made.pk}


def plan(world):
    quarter = (local_date(now()).month - 1) // 3 + 1
    return {"pk": services.ask_quarter(world.viewer("bob"), quarter=quarter, reason="在外地", at=now()).pk}


def consent(world):
    return {"pk": services.give_consent(world.viewer("bob"), payer_id=world.person("alice").pk, at=now()).pk}


def task(world):
    made = ArrearsTask.objects.create(
        person=world.person("bob"), organisation=world.branch_a, first_month=date(2026, 1, 1), months=3,
        raised_at=now(),
    )  # fmt: skip
    return {"pk": made.pk}


def use(world):
    return {"pk": a_use(world).pk}


def sheet(world):
    services.set_remittance_rule(
        world.viewer("stella"), organisation_kind="party_branch", basis_points=4000, in_force_from=date(2020, 1, 1),
        document="通知", at=now(),
    )  # fmt: skip
    last_year = local_date(now()).year - 1
    made = services.draw_remittance(
        world.viewer("alice"), organisation_id=world.branch_a.pk, first_month=date(last_year, 1, 1),
        last_month=date(last_year, 3, 1), at=now(),
    )  # fmt: skip
    return {"pk": made.pk}


def year(world):
    made = services.publish_year(
        world.viewer("alice"), organisation_id=world.branch_a.pk, year=local_date(now()).year - 1, at=now()
    )
    return {"pk": made.pk}


def day(world):
    return {"pk": services.reconcile(STAFF, day=local_date(now()), gateway_code="counter", at=now()).pk}


def finding(world):
    made = Finding.objects.create(reconciliation_id=day(world)["pk"], number="DF1", difference="missing_bank")
    return {"pk": made.pk}


def own_month(world):
    assessed(world, at=now())
    Obligation.objects.exclude(pk__in=month_ids(world, now().month)).delete()
    return {}


ROWS = [
    ("dues:index", own_month, "get", MEMBERS),
    ("dues:base", {}, "get", MEMBERS),
    ("dues:confirm-base", base, "post", NOBODY | {"bob": 302}),
    ("dues:code", {}, "get", MEMBERS),
    ("dues:privacy", {}, "get", EVERYBODY),
    ("dues:pay", {}, "post", {"anonymous": 302, "charlie": 422, "bob": 422, "alice": 422, "stella": 422, "dana": 404}),
    ("dues:give", {}, "get", MEMBERS),
    ("dues:order", order, "get", CONCERNED),
    ("dues:ask", order, "post", COLLECT | {"bob": 302}),
    ("dues:cancel", order, "post", NOBODY | {"bob": 302}),
    ("dues:receipt", receipt, "get", CONCERNED),
    ("dues:callback", {"gateway": "trial"}, "post", dict.fromkeys(EVERYBODY, 422)),
    ("dues:trial", order, "get", NOBODY | {"bob": 422}),
    ("dues:consents", {}, "get", MEMBERS),
    ("dues:end-consent", consent, "post", MEMBERS | dict.fromkeys(("charlie", "bob", "alice", "stella"), 302)),
    ("dues:quarter", {}, "get", MEMBERS),
    ("dues:decide-quarter", plan, "post", COLLECT),
    ("dues:ask-hardship", {}, "get", MEMBERS),
    ("dues:hardship", hardship, "get", CONCERNED),
    ("dues:withdraw-hardship", hardship, "post", NOBODY | {"bob": 302}),
    ("dues:study-hardship", hardship, "post", REFUSED),
    ("dues:decide-hardship", hardship, "post", REFUSED | {"bob": 422}),
    ("dues:branches", {}, "get", EVERYBODY),
    ("dues:branch", branch, "get", COLLECTORS),
    ("dues:sheet-pdf", branch, "get", COLLECTORS),
    ("dues:register", bob_of, "get", COLLECTORS),
    ("dues:fixed", bob_of, "get", COLLECTORS),
    ("dues:waiting", {}, "get", EVERYBODY),
    ("dues:confirm", order, "post", NOBODY | {"alice": 422, "stella": 302}),
    ("dues:refund", order, "post", REFUSED),
    ("dues:give-back", order, "post", REFUSED),
    ("dues:finish-task", task, "post", REFUSED),
    ("dues:book", branch, "get", COLLECTORS),
    ("dues:deposit", branch, "get", COLLECTORS),
    ("dues:decide-use", branch, "get", COLLECTORS),
    ("dues:pay-use", use, "post", REFUSED),
    ("dues:cancel-use", use, "post", COLLECT),
    ("dues:remit", branch, "get", COLLECTORS),
    ("dues:remittance", sheet, "get", COLLECTORS),
    ("dues:remittance-pdf", sheet, "get", COLLECTORS),
    ("dues:send", sheet, "post", NOBODY | {"alice": 422, "stella": 302}),
    ("dues:receive", sheet, "post", NOBODY | {"stella": 422}),
    ("dues:publish", branch, "post", REFUSED),
    ("dues:years", {}, "get", EVERYBODY),
    ("dues:year", year, "get", CONCERNED),
    ("dues:checking", {}, "get", TREASURER),
    ("dues:compare", {}, "get", TREASURER),
    ("dues:day", day, "get", TREASURER),
    ("dues:settle", finding, "post", NOBODY | {"stella": 422}),
    ("dues:rules", {}, "get", TREASURER),
    ("dues:choose", {}, "get", TREASURER),
    ("dues:bases", {}, "get", TREASURER),
    ("dues:seal", {}, "get", OPEN),
]
