"""Whatever people write stays text on every page."""

from tests.journeys.test_looks import PAGES, places  # noqa: F401 (a fixture)
from zhibu.activities.models import Activity
from zhibu.members.models import Person
from zhibu.notify.models import Message
from zhibu.organisations.models import Organisation
from zhibu.points.models import Objection, Scheme

HOSTILE = '"><script>alert(1)</script>'


def test_markup_in_names_titles_and_texts_is_shown_not_run(world, places, as_user):  # noqa: F811
    Person.objects.update(name=HOSTILE)
    for node in Organisation.objects.all():
        Organisation.objects.filter(pk=node.pk).update(name=HOSTILE, short_name=f"{node.pk}{HOSTILE}")
    Activity.objects.update(title=HOSTILE, agenda=HOSTILE, place=HOSTILE)
    Message.objects.update(sentence=HOSTILE)
    Scheme.objects.update(title=HOSTILE)
    Objection.objects.update(text=HOSTILE)
    ran, shown = [], 0
    for name, addresses in PAGES.items():
        browser = as_user(name) if name else None
        for address in addresses if browser else ():
            page = browser.get(address.format(**places)).content.decode()
            ran += [address] if HOSTILE in page else []
            shown += "&lt;script&gt;" in page
    assert ran == []
    assert shown > 30
