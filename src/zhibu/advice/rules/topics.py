"""Grouping short texts by topic, in a way that can be told to everybody and done again by hand.

1. Each text is cut into words (`cutting.py`); words of one character, numbers and everyday words are left out, and so
   are words that fewer than `COMMON` texts have: they cannot bring anything together.
2. A word weighs more when few texts have it: weight = 1 + ln((1 + texts) / (1 + texts with it)). Each text counts a
   word once, however often it repeats it.
3. Two texts are alike when the weighted words that both have are at least `ALIKE` of what they might have (cosine).
4. The text to which most of the others are alike is the centre of the first topic, with all that are alike to it; then
   the same with what is left. A topic of fewer than `SMALLEST` writers is not shown, nor what it said.

The same texts in any order give the same topics. Who wrote is only ever used to count a writer once.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 5  # rules.md 8.5, 10: figures about fewer people are held back
COMMON = 3  # texts
ALIKE = 0.35
SHOWN_WORDS = 4
SHOWN_QUOTATIONS = 3
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, cut into words. `writer` is a mark that is the same for the same writer, "" when nobody knows."""

    words: tuple[str, ...]
    text: str
    writer: str = ""
    may_quote: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """What its texts share, how many there are, and what may be quoted."""

    words: tuple[str, ...]
    count: int
    quotations: tuple[str, ...]


def topics(samples: Sequence[Sample]) -> list[Topic]:
    """The topics of the texts, the largest first; small ones are left out."""
    ordered = sorted(samples, key=lambda sample: (sample.text, sample.words))
    weights = _weights(ordered)
    vectors = [_vector(sample, weights) for sample in ordered]
    near = _neighbours(vectors)
    found, left = [], set(range(len(ordered)))
    while left:
        centre = max(left, key=lambda one: (len(near[one] & left), -one))
        members = sorted((near[centre] & left) | {centre})
        left -= set(members)
        chosen = [ordered[one] for one in members]
        if writers(chosen) >= SMALLEST:
            found.append(_topic(chosen, weights))
    return sorted(found, key=lambda topic: (-topic.count, topic.words))


def writers(samples: Sequence[Sample]) -> int:
    """How many people wrote these, as far as is known: a known writer once, an unknown one each time."""
    known = {sample.writer for sample in samples if sample.writer}
    return len(known) + sum(1 for sample in samples if not sample.writer)


def _weights(samples: Sequence[Sample]) -> Weights:
    seen = Counter(word for sample in samples for word in set(sample.words))
    return {word: 1 + math.log((1 + len(samples)) / (1 + count)) for word, count in seen.items() if count >= COMMON}


def _vector(sample: Sample, weights: Weights) -> Weights:
    found = {word: weights[word] for word in sorted(set(sample.words)) if word in weights}
    length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {word: weight / length for word, weight in found.items()}


def _neighbours(vectors: Sequence[Weights]) -> list[set[int]]:
    """For each text those that are alike; only texts that share a word are compared."""
    near: list[set[int]] = [set() for _one in vectors]
    having: dict[str, list[int]] = {}
    for number, vector in enumerate(vectors):
        others = sorted({other for word in vector for other in having.get(word, [])})
        for other in others:
            if _cosine(vector, vectors[other]) >= ALIKE:
                near[number].add(other)
                near[other].add(number)
        for word in vector:
            having.setdefault(word, []).append(number)
    return near


def _cosine(one: Weights, other: Weights) -> float:
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _topic(samples: Sequence[Sample], weights: Weights) -> Topic:
    shared = Counter(word for sample in samples for word in set(sample.words) if word in weights)
    names = sorted((word for word, count in shared.items() if count > 1), key=lambda w: (-shared[w] * weights[w], w))
    quoted = [sample.text for sample in samples if sample.may_quote]
    return Topic(tuple(names[:SHOWN_WORDS]), len(samples), tuple(quoted[:SHOWN_QUOTATIONS]))
