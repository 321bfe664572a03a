"""Cutting Chinese texts into words with jieba, in a process of its own that ends when it is done (ADR 4).

jieba's dictionary takes some 105 MB; no page and no worker carries that, only this child, once a month. Its cache file
is kept in a folder of the child's own: one in a shared folder could be planted by another user of the machine.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from tempfile import TemporaryDirectory

WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{3,}")
# Words of every piece of advice: they say nothing of its topic.
_EVERYDAY = """
建议 希望 意见 反映 问题 公司 我们 大家 他们 你们 自己 同事 员工 职工 领导 有关 部门 能够 可以 能否 是否 应该
需要 觉得 认为 一下 一些 一个 有些 有点 没有 不是 还是 就是 都是 这个 那个 这样 那样 这里 那里 现在 最近 目前
每天 每次 经常 总是 特别 非常 比较 太多 太少 不能 不够 不好 不到 增加 减少 改进 改善 解决 考虑 安排 方便 谢谢
什么 怎么 为什么 因为 所以 如果 但是 而且 以及 或者 时候 时间 情况 方面 进行 一直 已经 尽快 尽量 多一点 有人
很多 好多 一点 一种 之后 以后 之前 以前 起来 出来 上去 下来 过来 回来
"""
EVERYDAY = frozenset(_EVERYDAY.split())


def cut(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The telling words of each text, cut in a child process."""
    if not texts:
        return []
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as child:
        return child.submit(_cut_here, list(texts)).result()


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that say something about a topic."""
    return tuple(word.lower() for word in words if WORD.fullmatch(word) and word not in EVERYDAY)


def _cut_here(texts: list[str]) -> list[tuple[str, ...]]:
    import jieba  # noqa: PLC0415 (105 MB, in the child alone)

    jieba.setLogLevel("ERROR")
    with TemporaryDirectory() as folder:
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = folder
        return [telling(tokenizer.lcut(text)) for text in texts]


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters: enough to find look-alikes while somebody waits."""
    plain = "".join(re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower()))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (nothing shared) to 1 (the same pairs)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
