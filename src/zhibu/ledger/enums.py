"""How a fact was recorded, and the registry of what facts there are."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited


class Mode(TextChoices):
    """Where the fact happened."""

    OFFLINE = "offline", _("现场")
    ONLINE = "online", _("线上")
    PAPER = "paper", _("纸质补录")


class Evidence(TextChoices):
    """What stands behind a fact."""

    ROLL_CALL = "roll_call", _("主持人点名")
    CODE = "code", _("动态码")
    MUTUAL = "mutual", _("双方确认")
    STAFF = "staff", _("工作人员登记")
    SYSTEM = "system", _("系统生成")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact. `unit` names what `quantity` counts, in tenths where halves occur.

    `took_part` is False for facts about not being there, which no count of activity includes. A `confidential` fact is
    between the person and the discipline side: no book, list or count of other readers holds it (rules.md 7.3, 10.1).
    """

    code: str
    label: Promise
    unit: Promise
    evidence: Evidence
    took_part: bool = True
    confidential: bool = False


_kinds: dict[str, Kind] = {}

# Never a fact of the ledger (rules.md 7.6, 10.5): a registered code holding one of these words stops the start.
FORBIDDEN_WORDS = frozenset({
    "login", "logins", "signin", "like", "likes", "favourite", "forward", "forwards", "share", "shares", "view",
    "views", "screen", "streak", "install", "installs", "follower", "followers", "track", "selfie", "reply", "rank",
})  # fmt: skip


def declare(*kinds: Kind) -> None:
    """Register an app's kinds of facts. Raises ValueError for a forbidden or a doubly used code."""
    for kind in kinds:
        if FORBIDDEN_WORDS & set(kind.code.split("_")):
            raise ValueError(f"{kind.code}: rules.md 7.6 does not allow such facts")
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"{kind.code} is declared twice")


def is_declared(code: str) -> bool:
    """Whether an app declared this kind."""
    return code in _kinds


def kind_of(code: str) -> Kind | None:
    """The declared kind, or None."""
    return _kinds.get(code)


def kind_label(code: str) -> str:
    """A kind as people call it; the bare code for one that a release removed."""
    known = kind_of(code)
    return str(known.label) if known else code


def kinds() -> dict[str, Kind]:
    """All registered kinds by code."""
    return dict(_kinds)


def confidential_codes() -> list[str]:
    """Codes of the kinds that only the person and the discipline side read, sorted."""
    return sorted(code for code, kind in _kinds.items() if kind.confidential)


declare_audited(
    {"ledger.corrected": _("更正台账记录"), "ledger.sealed": _("封存台账")},
    subjects={"entry": _("台账记录")},
    details={"written": _("新记录编号"), "seals": _("封存数"), "heads": _("封存摘要")},
)
