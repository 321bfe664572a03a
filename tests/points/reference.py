"""The score of one member, slowly and by hand: the oracle of the SQL (rules.md 7.2, 7.3)."""

from collections import defaultdict
from dataclasses import dataclass, field

ASPECTS = {1: "morality", 2: "ability", 3: "diligence", 4: "performance", 5: "honesty"}


@dataclass
class Facts:
    """What is known of a member: (kind, quarter, quantity), neutral quarters, whether a committee member."""

    entries: list[tuple[str, int, int]] = field(default_factory=list)
    absent: frozenset[int] = frozenset()
    is_officer: bool = False


def truncated(number, by):
    """Whole division towards zero."""
    return int(number / by) if abs(number) < 10**12 else number // by


def clamp(value, low, high):
    return max(low, min(high, value))


def per_fact(index, quantity):
    if quantity <= 0:
        return 0
    points = truncated(index.value * quantity, 10)
    return min(points, index.cap) if index.value >= 0 else max(points, index.cap)


def base_points(index, facts, quarter):
    """What a base index gives up to the end of a quarter."""
    kinds = {source.kind for source in index.sources.all()}
    away = len([q for q in facts.absent if q <= quarter])
    if away == quarter:
        return index.value
    mine = [(q, n) for kind, q, n in facts.entries if kind in kinds and q <= quarter]
    if index.formula == "full_minus_missed":
        missed = sum(n for q, n in mine if q not in facts.absent)
        return clamp(index.value - truncated(index.step * max(missed, 0), 10), 0, index.value)
    total = sum(n for _q, n in mine)
    if index.formula == "hours_ratio":
        full = index.target_officers if facts.is_officer else index.target
        target = full * (quarter - away) // quarter
        return 0 if total <= 0 else index.value if total >= target else truncated(index.value * total, target)
    needed = -(-index.needed * (quarter - away) // quarter)
    return index.value if mine and total >= needed else 0


def counted(index, facts, quarter):
    """Points of a bonus or penalty, each quarter for itself when the cap is quarterly."""
    kinds = {source.kind for source in index.sources.all()}
    parts = defaultdict(int)
    for kind, q, n in facts.entries:
        if kind in kinds and q <= quarter:
            parts[q if index.cap_period == "quarter" else 0] += n
    return sum(per_fact(index, quantity) for quantity in parts.values())


def has_veto(index, facts, quarter):
    kinds = {source.kind for source in index.sources.all()}
    return sum(n for kind, q, n in facts.entries if kind in kinds and q <= quarter) > 0


def score(scheme, facts, quarter):
    """Aspects, total and veto, as a settlement of the quarter freezes them."""
    indexes = [i for i in scheme.indexes.prefetch_related("sources") if quarter == 4 or i.settle == "quarter"]
    result = {}
    for number, name in ASPECTS.items():
        mine = [i for i in indexes if i.aspect == number]
        base = sum(base_points(i, facts, quarter) for i in mine if i.kind == "base")
        bonus = sum(counted(i, facts, quarter) for i in mine if i.kind == "bonus")
        penalty = sum(counted(i, facts, quarter) for i in mine if i.kind == "penalty")
        result[name] = base + min(bonus, scheme.bonus_caps[number]) + penalty
    veto = any(has_veto(i, facts, quarter) for i in indexes if i.kind == "veto")
    result["veto"] = int(veto)
    result["total"] = 0 if veto else clamp(sum(result[name] for name in ASPECTS.values()), 0, 1000)
    return result
