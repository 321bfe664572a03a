"""What happens to messages in time: they become findable, and go when the rule of their group says so."""

from datetime import datetime, timedelta

from django.db import transaction

from zhibu.drive.api import remove
from zhibu.groups.models import Group, KeepRule, Message, Word
from zhibu.groups.rules import words
from zhibu.kernel.clock import local_date

BATCH = 500


def index_words(*, at: datetime) -> int:
    """Write the words of what was said since the last run, a batch of each group at a time; how many messages."""
    return sum(_index(group) for group in Group.objects.filter(closed_at=None).only("pk", "indexed_to"))


@transaction.atomic
def _index(group: Group) -> int:
    found = Message.objects.filter(group=group, pk__gt=group.indexed_to).order_by("pk")
    fresh = list(found.select_for_update(no_key=True)[:BATCH])  # who recalls one now deletes the words after us
    if not fresh:
        return 0
    Word.objects.bulk_create(
        (Word(group=group, message=message, word=word) for message in fresh for word in sorted(words(message.text))),
        batch_size=1000, ignore_conflicts=True,
    )  # fmt: skip
    Group.objects.filter(pk=group.pk).update(indexed_to=fresh[-1].pk)
    return len(fresh)


def index_again(message: Message) -> None:
    """The words of a message that was changed."""
    Word.objects.filter(message=message).delete()
    Word.objects.bulk_create(
        (Word(group_id=message.group_id, message=message, word=word) for word in sorted(words(message.text))),
        ignore_conflicts=True,
    )


def forget_old(*, at: datetime) -> int:
    """Delete what is older than the rule of its group allows, with its files; returns how many messages."""
    return sum(_forget(kind, at - timedelta(days=days)) for kind, days in days_kept(at).items())


def days_kept(at: datetime) -> dict[str, int]:
    """By kind of group, in force today."""
    rules = KeepRule.objects.filter(in_force_from__lte=local_date(at)).order_by("in_force_from")
    return dict(rules.values_list("kind", "days"))


@transaction.atomic
def _forget(kind: str, before: datetime) -> int:
    old = Message.objects.filter(group__kind=kind, sent_at__lt=before, pinned_at=None).order_by("pk")
    rows = list(old.values_list("pk", "file_id")[:BATCH])
    remove([file for _, file in rows if file], at=before)
    Message.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    return len(rows)
