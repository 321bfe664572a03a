"""Building a matter without code: parts, faults in words, two editors, versions; and the shipped ones are sound."""

from uuid import uuid4

import pytest

from tests.factories.casework import ANSWERS, staffed
from tests.world import NOW
from zhibu.casework import services
from zhibu.casework.enums import State
from zhibu.casework.errors import DefinitionFaulty, DraftChanged, NotABuilder
from zhibu.casework.models import Draft, Matter, Version
from zhibu.casework.queries.matters import changes_since
from zhibu.casework.rules.definition import Definition, Field, Letter, Material, Step, as_data, faults, parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def part(world, name, place, revision, *, matter="book_loan", **said):
    return services.change_part(
        world.viewer("stella"), code=matter, revision=revision, part=name, place=place, said=said, at=NOW
    )


def build(world):
    """A lending library in four moves."""
    services.begin_matter(world.viewer("stella"), code="book_loan", title="借书", at=NOW)
    part(world, "fields", 0, 1, label="书名", code="book", ask="text")
    part(world, "fields", 1, 2, label="怎样取", code="how", ask="choice", choices=["自取", "送到班组"])
    part(world, "fields", 2, 3, label="送到哪里", code="where", ask="text", only_if="how=送到班组")
    part(world, "letters", 0, 4, title="借书单", code="slip", body="{name} 借《{form.book}》", issuer="")
    part(world, "steps", 0, 5, label="找书", code="check", duty="staff", days=2, letter="slip")
    return services.publish_draft(world.viewer("stella"), code="book_loan", changes="", at=NOW)


def test_a_matter_that_staff_build_is_asked_for_and_handled(hall):
    build(hall)
    case = services.begin_case(
        hall.viewer("bob"), code="book_loan", number=1, key=uuid4(), answers={"book": "论语", "how": "自取"}, at=NOW
    )
    services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    services.take(hall.viewer("stella"), case_id=case.pk, at=NOW)
    done = services.pass_step(hall.viewer("stella"), case_id=case.pk, step=0, at=NOW)
    assert (done.state, done.letters.get().body) == (State.DONE, "Bob 借《论语》")


def test_the_next_version_begins_as_the_one_in_force_and_counts_on(hall):
    build(hall)
    draft = services.begin_draft(hall.viewer("stella"), code="book_loan", at=NOW)
    assert draft.definition == Version.objects.get(matter__code="book_loan").definition
    assert services.begin_draft(hall.viewer("stella"), code="book_loan", at=NOW).pk == draft.pk
    part(hall, "fields", 0, 1, label="书名和作者")
    made = services.publish_draft(hall.viewer("stella"), code="book_loan", changes="问作者", at=NOW)
    assert (made.number, Matter.objects.get(code="book_loan").number) == (2, 2)
    assert Version.objects.get(matter__code="book_loan", number=1).shape.fields[0].label == "书名"
    assert not Draft.objects.exists()


def test_two_editors_do_not_write_over_each_other(hall):
    services.begin_matter(hall.viewer("stella"), code="book_loan", title="借书", at=NOW)
    part(hall, "fields", 0, 1, label="书名", code="book", ask="text")
    with pytest.raises(DraftChanged):
        part(hall, "fields", 0, 1, label="别的", code="other", ask="text")
    assert Draft.objects.get().shape.fields[0].label == "书名"


def test_parts_move_up_and_out(hall):
    services.begin_draft(hall.viewer("stella"), code="hardship_aid", at=NOW)
    where = {"code": "hardship_aid", "part": "steps", "at": NOW}
    before = [step.code for step in Draft.objects.get().shape.steps]
    services.move_part(hall.viewer("stella"), revision=1, place=1, **where)
    services.remove_part(hall.viewer("stella"), revision=2, place=3, **where)
    services.move_part(hall.viewer("stella"), revision=3, place=0, **where)
    assert [step.code for step in Draft.objects.get().shape.steps] == [before[1], before[0], before[2]]


def test_a_step_keeps_the_marks_of_its_notes_when_it_is_edited(hall):
    services.begin_draft(hall.viewer("stella"), code="hardship_aid", at=NOW)
    said = {"label": "支部了解", "fields": [{"code": "opinion", "label": "意见", "ask": "long"}]}
    part(hall, "steps", 0, 1, matter="hardship_aid", **said)
    step = Draft.objects.get().shape.steps[0]
    assert (step.label, step.fields[0].label, step.fields[0].secret) == ("支部了解", "意见", True)


def test_a_faulty_draft_says_what_is_missing(hall):
    services.begin_matter(hall.viewer("stella"), code="book_loan", title="借书", at=NOW)
    with pytest.raises(DefinitionFaulty, match="至少要问一项"):
        services.publish_draft(hall.viewer("stella"), code="book_loan", changes="", at=NOW)
    assert Draft.objects.exists()


def test_only_keepers_build(hall):
    for name in ("bob", "alice", "dana", "sam"):
        with pytest.raises(NotABuilder):
            services.begin_matter(hall.viewer(name), code="x", title="x", at=NOW)
        with pytest.raises(NotABuilder):
            services.begin_draft(hall.viewer(name), code="hardship_aid", at=NOW)
    assert services.begin_draft(hall.viewer("uma"), code="hardship_aid", at=NOW).revision == 1


def sound(**changes):
    step = Step(code="one", label="办", duty="staff")
    fields = (Field(code="how", label="怎样", ask="choice", choices=("甲", "乙")),)
    return Definition(**({"title": "事项", "fields": fields, "steps": (step,)} | changes))


FAULTY = [
    (sound(title=" "), "要有名称"),
    (sound(steps=()), "至少要有一步"),
    (sound(steps=(Step(code="one", label="办", duty="nobody"),)), "“办”没有说由谁办"),
    (sound(steps=(Step(code="one", label="办", duty="staff", days=0),)), "“办”的时限要在 1 到 60 个工作日之间"),
    (sound(steps=(Step(code="one", label="办", duty="staff", letter="x"),)), "“办”要出具的文书没有写"),
    (sound(fields=(Field(code="a", label="甲"), Field(code="a", label="乙"))), "代号 a 用了两次"),
    (sound(fields=(Field(code="A1", label="甲"),)), "代号 A1 要用小写字母开头"),
    (sound(fields=(Field(code="a", label="甲", ask="picture"),)), "“甲”的类型不认识"),
    (sound(fields=(Field(code="a", label="甲", known="salary"),)), "“甲”预填的来源不认识"),
    (sound(fields=(Field(code="a", label="甲", ask="choice", choices=("一",)),)), "“甲”至少要有两个选项"),
    (sound(fields=(Field(code="a", label="甲", only_if="b=x"),)), "“甲”的条件要指向前面的选项"),
    (sound(materials=(Material(code="m", label="纸", only_if="how=丙"),)), "“纸”的条件要指向前面的选项"),
    (sound(letters=(Letter(code="l", title="信", body="{form.gone}"),)), "文书“信”里没有 form.gone 这一项"),
    (sound(offers=("rich",)), "不认识的提示条件 rich"),
]


@pytest.mark.parametrize(("definition", "fault"), FAULTY)
def test_each_fault_is_found(definition, fault):
    assert fault in faults(definition)


def test_a_sound_definition_has_no_fault_and_survives_storing():
    assert faults(sound()) == []
    assert parse(as_data(sound())) == sound()


def test_what_nobody_knows_in_a_stored_definition_is_left_out():
    assert parse({**as_data(sound()), "later": 1, "fields": [{"code": "a", "label": "甲", "new": 2}]}).title == "事项"


@pytest.mark.parametrize("code", sorted(ANSWERS))
def test_every_shipped_matter_is_sound_and_open(code):
    matter = Matter.objects.get(code=code)
    version = Version.objects.get(matter=matter, number=matter.number)
    assert (matter.is_open, faults(version.shape)) == (True, [])
    assert version.shape.summary
    assert version.shape.guide
    assert version.shape.who


def test_nothing_else_is_shipped():
    assert set(Matter.objects.values_list("code", flat=True)) == set(ANSWERS)


def test_what_changed_between_versions_is_said_in_words():
    before = sound(fields=(Field(code="a", label="甲"), Field(code="b", label="乙")))
    now = sound(fields=(Field(code="a", label="甲", required=False), Field(code="c", label="丙")))
    assert changes_since(before, now) == ["新增：丙", "有改动：甲", "不再要：乙"]
