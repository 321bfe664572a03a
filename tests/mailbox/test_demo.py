"""The demo's letters are made by the services, open with the printed passphrase, and return by the printed receipts."""

from types import SimpleNamespace

from nacl.secret import SecretBox

from tests.factories.mailbox import officer
from tests.world import NOW
from zhibu.config.demo import letters as demo
from zhibu.mailbox import services
from zhibu.mailbox.models import Key, Letter
from zhibu.mailbox.rules import sealing


def test_the_demo_has_letters_in_three_states(world):
    for name in ("discipline", "inspector"):
        officer(world, name)
    branch = SimpleNamespace(officers={"secretary": world.person("alice").pk})
    cast = SimpleNamespace(committee_id=world.hq.pk, branches=[None, branch])
    demo.write(cast, {name: account.pk for name, account in world.accounts.items()}, at=NOW)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["checking", "closed", "received"]
    said = [
        services.return_plain(receipt=receipt, address=None, at=NOW)["messages"][0]["words"]["text"]
        for receipt in demo.RECEIPTS
    ]
    assert said == [demo.WAITING, demo.UNDER_WAY, demo.ENDED]
    key = Key.objects.get(person=world.person("discipline"))
    salt, nonce = (sealing.decode(key.opened_by[name]) for name in ("salt", "nonce"))
    stretched = sealing.argon2id.kdf(32, demo.PASSPHRASE.encode(), salt, opslimit=3, memlimit=64 * 2**20)
    assert len(SecretBox(stretched).decrypt(sealing.decode(key.wrapped), nonce)) == 32
