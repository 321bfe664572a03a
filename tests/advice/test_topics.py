"""Grouping by topic: the same texts give the same topics, small groups are held back, quotations need consent."""

from hypothesis import given
from hypothesis import strategies as st

from zhibu.advice.rules.cutting import cut, likeness, pairs, telling
from zhibu.advice.rules.topics import SMALLEST, Sample, topics, writers


def sample(words, *, writer="", may_quote=False, text=""):
    return Sample(tuple(words.split()), text or words, writer, may_quote)


BUS = [sample(f"夜班 班车 {more}", writer=f"p{more}") for more in ("回家", "末班", "站点", "等车", "加班")]
FOOD = [sample(f"食堂 太咸 {more}", writer=f"q{more}") for more in ("早餐", "面条", "老人", "窗口", "价格", "汤")]
ODD = [sample("宿舍 热水", writer="z1"), sample("图书 借阅", writer="z2")]


def test_texts_that_share_weighty_words_are_one_topic():
    found = topics([*BUS, *FOOD, *ODD])
    assert [(topic.words[:2], topic.count) for topic in found] == [(("太咸", "食堂"), 6), (("夜班", "班车"), 5)]


def test_fewer_than_five_writers_are_not_shown():
    assert topics(BUS[:4]) == []
    assert topics([sample("夜班 班车", writer="same", text=f"{n}") for n in range(9)]) == []
    assert topics([sample("夜班 班车", text=f"{n}") for n in range(5)])[0].count == 5


def test_a_known_writer_counts_once_and_an_unknown_one_each_time():
    assert writers([sample("a", writer="x"), sample("b", writer="x"), sample("c"), sample("d")]) == 3


def test_nothing_is_quoted_without_consent():
    said = [sample("夜班 班车", writer=f"{n}", may_quote=n == 3, text=f"第{n}条") for n in range(6)]
    assert topics(said)[0].quotations == ("第3条",)


@given(st.permutations([*BUS, *FOOD, *ODD]))
def test_the_order_of_the_texts_changes_nothing(shuffled):
    assert topics(shuffled) == topics([*BUS, *FOOD, *ODD])


@given(st.lists(st.tuples(st.text("甲乙丙丁", max_size=3), st.sampled_from(["", "x", "y"])), max_size=30))
def test_no_topic_is_ever_small_and_no_text_is_counted_twice(rows):
    found = topics([sample(" ".join(words), writer=writer, text=words) for words, writer in rows])
    assert all(topic.count >= SMALLEST for topic in found)
    assert sum(topic.count for topic in found) <= len(rows)


def test_words_are_cut_in_a_child_and_everyday_ones_left_out():
    cut_words = cut(["建议夜班增加班车，回家方便", "食堂的菜太咸了 123"])
    assert "班车" in cut_words[0]
    assert "食堂" in cut_words[1]
    assert not {"建议", "增加", "方便", "的", "123"} & {word for words in cut_words for word in words}
    assert cut([]) == []


def test_single_characters_and_numbers_tell_nothing():
    assert telling(["的", "班车", "12", "WiFi", "希望"]) == ("班车", "wifi")


def test_likeness_is_from_nothing_to_the_same():
    assert likeness(pairs("夜班班车"), pairs("夜班班车")) == 1
    assert likeness(pairs("夜班班车"), pairs("食堂")) == likeness(pairs(""), pairs("食堂")) == 0
