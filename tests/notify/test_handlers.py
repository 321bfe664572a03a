"""What notify tells people by itself."""

import pytest
from django.db import transaction

from tests.world import World
from zhibu.kernel.events import deliver_due, publish
from zhibu.members.events import CorrectionAnswered
from zhibu.notify.models import Message


@pytest.mark.django_db(transaction=True)
def test_who_asked_for_a_correction_learns_that_it_was_answered(world: World):
    with transaction.atomic():
        publish(CorrectionAnswered(correction_id=3, person_id=world.person("bob").pk, accepted=True))
    deliver_due()
    told = Message.objects.values_list("person__name", "url")
    assert list(told) == [("Bob", "/me/corrections")]
