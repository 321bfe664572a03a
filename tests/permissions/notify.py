"""Who may open the addresses of notify. Everybody has his own box; nobody has another's message."""

from tests.world import NOW
from zhibu.notify.models import Message

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}


def bobs_message(world):
    message = Message.objects.create(
        person=world.person("bob"), key="k", sentence="…", url="/", created_at=NOW, shown_from=NOW
    )
    return {"pk": message.pk}


BOBS_ONLY = {"anonymous": 302, "charlie": 404, "bob": 302, "alice": 404, "stella": 404, "dana": 404}
ROWS = [
    ("notify:box", {}, "get", SIGNED_IN),
    ("notify:wish", {}, "get", SIGNED_IN),
    ("notify:follow", bobs_message, "get", BOBS_ONLY),
    ("notify:put-away", bobs_message, "post", BOBS_ONLY),
]
