"""Letters of the demo: a mailbox with two holders, one letter that waits, one under way, one that was ended."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from zhibu.config.demo.cast import Cast, as_viewer
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox import services
from zhibu.mailbox.models import Box, Letter
from zhibu.mailbox.queries import boxes
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.services.keys import Wrapped
from zhibu.organisations.enums import PostTitle

PASSPHRASE = "春天的番禺有木棉花和海风"  # noqa: S105 (printed by zhibu demo and in the how-to)
RECEIPTS = ("2026070120260701", "1357913579135791", "2468024680246802")
_KEY = "6c9a4d10-0000-4000-8000-0000000000{:02d}"
WAITING = "食堂这两个月的采购单，同一家供应商同一天开了两张，金额都刚好不到招标的线。请核对 9 月和 10 月的单子。"
UNDER_WAY = "评先进的时候，我们班组只公布了结果，没有公布票数。想问一问是不是应该公布。"
ENDED = "工会慰问品有一批没有发到夜班，登记表上却签了名。"


def write(cast: Cast, accounts: dict[str, int], *, at: datetime) -> None:
    """Everything through the services that people's pages use."""
    first, second = (as_viewer(accounts[name]) for name in ("discipline", "inspector"))
    box = _box(cast, first, second, at - timedelta(days=60))
    secretary: dict[int | str, str] = {cast.branches[1].officers[PostTitle.SECRETARY]: "番禺生产基地党支部 书记"}
    _send(box, RECEIPTS[0], WAITING, {}, at - timedelta(days=2))
    letter = _send(box, RECEIPTS[1], UNDER_WAY, secretary, at - timedelta(days=12))
    _answer(first, letter, 1, "来信收到。评先结果应当连同票数公布，我们正在核对记录。", at - timedelta(days=9))
    services.mark_letter(first, number=letter.number, state="checking", at=at - timedelta(days=9))
    letter = _send(box, RECEIPTS[2], ENDED, {}, at - timedelta(days=45))
    _answer(second, letter, 2, "来信收到。请问是哪一天的夜班？", at - timedelta(days=41))
    said = "已核对：14 份补发到人，登记表重签，经办人作了说明。"
    finding = services.Sealed(UUID(_KEY.format(3)), _sealed(letter, said))
    services.close_letter(second, number=letter.number, message=finding, at=at - timedelta(days=20))
    services.tell_holders(at=at)


def _box(cast: Cast, first: Viewer, second: Viewer, at: datetime) -> Box:
    keys = [_key(viewer, at) for viewer in (first, second)]
    services.confirm_key(first, key_id=keys[1], at=at)
    services.confirm_key(second, key_id=keys[0], at=at)
    return services.open_box(
        first, organisation_id=cast.committee_id, name="集团纪委书记信箱", reply_days=15, finding_days=60,
        elsewhere="所在地上级纪检机关的信访窗口", at=at,
    )  # fmt: skip


def _key(viewer: Viewer, at: datetime) -> int:
    pair = sealing.new_pair()
    salt = hashlib.sha256(f"demo {viewer.person_id}".encode()).digest()[:16]
    wrapped, opened_by = sealing.wrap(pair.private, PASSPHRASE, salt=salt)
    public = sealing.encode(pair.public)
    return int(services.make_key(viewer, public=public, wrapped=Wrapped(wrapped, opened_by), at=at).pk)


def _send(box: Box, receipt: str, text: str, concerned: dict[int | str, str], at: datetime) -> Letter:
    found = boxes.shown(boxes.levels(box, concerned=concerned, on=local_date(at)))
    plain = services.Plain(text, concerned=concerned)
    return services.send_plain(box_id=box.pk, receipt=receipt, plain=plain, seen_before=str(found["seen"]), at=at)


def _sealed(letter: Letter, text: str) -> str:
    return sealing.seal_words({"text": text, "files": []}, sealing.decode(letter.public))


def _answer(viewer: Viewer, letter: Letter, number: int, text: str, at: datetime) -> None:
    services.open_letter(viewer, number=letter.number, at=at)
    message = services.Sealed(UUID(_KEY.format(number)), _sealed(letter, text))
    services.reply_letter(viewer, number=letter.number, message=message, at=at)
