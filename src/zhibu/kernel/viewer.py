"""Who is asking. A viewer is built once a request and passed first to every service and query."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhibu.kernel.errors import LoginNeeded

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held on a node of the organisation tree; it covers the node's subtree."""

    role: str
    path: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person with his roles, or a named part of the system, or nobody.

    `branch_path` is the tree path of the organisation that keeps the person's Party relation ("" for none),
    `group_path` of the group within it; `category` is "" for nobody on the roll.
    """

    person_id: int | None = None
    account_id: int | None = None
    name: str = ""
    branch_id: int | None = None
    branch_path: str = ""
    is_member: bool = False
    grants: tuple[Grant, ...] = ()
    is_system: bool = False
    verified: bool = False
    category: str = ""
    group_path: str = ""

    @classmethod
    def system(cls, name: str) -> "Viewer":
        """A part of the system that acts by itself, named for the audit log."""
        return cls(name=name, is_system=True, verified=True)

    @classmethod
    def anonymous(cls) -> "Viewer":
        """Nobody is signed in."""
        return cls()

    @property
    def is_anonymous(self) -> bool:
        """True when there is neither an account nor a system part behind the call."""
        return self.account_id is None and not self.is_system

    def holds(self, roles: Iterable[str], path: str) -> bool:
        """Whether one of `roles` is held on the node at `path` or above it."""
        wanted = frozenset(roles)
        return self.is_system or any(g.role in wanted and path.startswith(g.path) for g in self.grants)

    def paths(self, roles: Iterable[str]) -> tuple[str, ...]:
        """The shortest tree paths on which one of `roles` is held; ("",) means the whole tree."""
        if self.is_system:
            return ("",)
        wanted = frozenset(roles)
        held = sorted({g.path for g in self.grants if g.role in wanted})
        return tuple(p for p in held if not any(p != q and p.startswith(q) for q in held))

    def has_role(self, *roles: str) -> bool:
        """Whether one of `roles` is held anywhere."""
        return self.is_system or any(g.role in roles for g in self.grants)


def signed_in(request: HttpRequest) -> Viewer:
    """The viewer of a request that needs somebody to be signed in. Raises LoginNeeded."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.is_anonymous:
        raise LoginNeeded
    return viewer


def shown_name(name: str) -> str:
    """Who wrote something down, as people say it; a part of the system acts under its app's name (`Viewer.system`)."""
    if name == "demo":
        return _("演示数据")
    part = name.startswith("zhibu ") or name.split(".")[0] in _parts()
    return _("系统自动") if part else name


@cache
def _parts() -> frozenset[str]:
    return frozenset(config.label for config in apps.get_app_configs() if config.name.startswith("zhibu.")) | {"keys"}
