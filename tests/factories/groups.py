"""Groups as tests need them: those of the tree follow the world; free ones have an owner."""

from uuid import uuid4

from tests.world import NOW
from zhibu.groups.enums import GroupKind, Part
from zhibu.groups.models import Group, Message, Place
from zhibu.groups.services.placing import follow_tree


def the_groups(world, *, at=NOW):
    """The groups of the world's tree, by organisation and kind."""
    follow_tree(at=at)
    return {(group.organisation_id, group.kind): group for group in Group.objects.exclude(organisation=None)}


def the_branch_group(world, branch=None, *, at=NOW):
    """The group of branch A, or of another branch."""
    return the_groups(world, at=at)[(branch or world.branch_a).pk, GroupKind.BRANCH]


def a_free_group(world, owner="bob", *, others=(), name="夜班班组", at=NOW):
    """A crew that somebody owns."""
    group = Group.objects.create(kind=GroupKind.CREW, name=name, created_at=at)
    Place.objects.create(group=group, person=world.person(owner), part=Part.OWNER, leads=True, since=at)
    for other in others:
        Place.objects.create(group=group, person=world.person(other), since=at)
    return group


def a_message(group, person, text="大家好", *, at=NOW, **fields):
    """Something somebody said."""
    return Message.objects.create(
        group=group, person=person, source=f"{person.pk}:{uuid4()}", text=text, sent_at=at, **fields
    )
