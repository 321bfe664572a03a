"""A part of a whole as a rule words it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """`numerator/denominator` of a whole.

    `inclusive` follows the wording (rules.md 0.3): 半数以上, 不少于 include the number; 超过半数 excludes it.
    `article` names where the wording stands.
    """

    numerator: int
    denominator: int
    inclusive: bool
    article: str

    def met(self, count: int, *, of: int) -> bool:
        """Whether `count` reaches this share of `of`; nothing reaches a share of nobody."""
        return of > 0 and count >= self.least(of)

    def least(self, of: int) -> int:
        """The smallest whole number that reaches this share of `of`."""
        exact, rest = divmod(self.numerator * of, self.denominator)
        return exact + (1 if rest or not self.inclusive else 0)
