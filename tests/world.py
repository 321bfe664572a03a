"""The small named world that most tests live in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category, Role
from zhibu.members.models import Account, Membership, Person, PostHolding, RoleGrant
from zhibu.members.queries import viewer_for
from zhibu.organisations.enums import Kind, PostTitle
from zhibu.organisations.models import Organisation

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # Friday noon in Shanghai
TODAY = date(2026, 11, 20)


@dataclass
class World:
    """Organisations and people by name. `viewer("alice")` is Alice signed in with her second factor."""

    hq: Organisation
    branch_a: Organisation
    group_a1: Organisation
    branch_b: Organisation
    people: dict[str, Person]
    accounts: dict[str, Account]

    def viewer(self, name: str, *, verified: bool = True) -> Viewer:
        """The named person as a viewer."""
        return viewer_for(self.accounts[name], verified=verified)

    def person(self, name: str) -> Person:
        """The named person."""
        return self.people[name]


def build_world() -> World:
    """HQ → A → A1, B. Alice secretary of A, Bob in A1, Charlie in B, Dana auditor, Stella staff at HQ,
    Sam system administrator, Olga security administrator, Eve an employee without membership."""
    hq = add_organisation(None, "集团党委", Kind.PARTY_COMMITTEE)
    branch_a = add_organisation(hq, "甲支部", Kind.PARTY_BRANCH)
    group_a1 = add_organisation(branch_a, "甲一组", Kind.PARTY_GROUP)
    branch_b = add_organisation(hq, "乙支部", Kind.PARTY_BRANCH)
    world = World(hq, branch_a, group_a1, branch_b, {}, {})
    for name, branch in [("alice", branch_a), ("bob", branch_a), ("charlie", branch_b), ("stella", hq)]:
        add_member(world, name, branch, group=group_a1 if name == "bob" else None)
    for name in ("dana", "sam", "olga", "eve"):
        add_person(world, name)
    PostHolding.objects.create(
        person=world.person("alice"), organisation=branch_a, title=PostTitle.SECRETARY, started_on=date(2025, 1, 6)
    )
    for name, role in [
        ("stella", Role.PARTY_AFFAIRS), ("dana", Role.AUDIT_ADMIN),
        ("sam", Role.SYSTEM_ADMIN), ("olga", Role.SECURITY_ADMIN),
    ]:  # fmt: skip
        RoleGrant.objects.create(
            account=world.accounts[name], role=role, organisation=hq, started_on=date(2025, 1, 6), granted_by="world"
        )
    return world


def add_organisation(parent: Organisation | None, short_name: str, kind: str) -> Organisation:
    """A node of the tree under `parent`, or the root."""
    fields = {"name": f"中共示例集团{short_name}", "short_name": short_name, "kind": kind}
    tree = Organisation.objects
    return tree.add_child(parent, fields) if parent else tree.add_root(fields)


def add_person(world: World, name: str) -> Person:
    """A person with an account of the same name."""
    person = Person.objects.create(name=name.title(), created_at=NOW, updated_at=NOW)
    world.people[name] = person
    world.accounts[name] = Account.objects.create(person=person, username=name, created_at=NOW)
    return person


def add_member(world: World, name: str, branch: Organisation, *, group: Organisation | None = None) -> Person:
    """A full member of a branch since 2015."""
    person = add_person(world, name)
    Membership.objects.create(
        person=person, branch=branch, group=group, category=Category.FULL,
        joined_on=date(2014, 7, 1), full_on=date(2015, 7, 1),
    )  # fmt: skip
    return person
