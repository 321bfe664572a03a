"""The way of whoever asks: a draft bound to its version, papers, sending, supplying, taking back, evaluating."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from tests.factories.casework import ANSWERS, PDF, a_case, a_draft, a_file, a_window, staffed, taken, with_papers
from tests.world import NOW
from zhibu.casework import services
from zhibu.casework.enums import Act, State
from zhibu.casework.errors import (
    AlreadyAsked,
    CaseMoved,
    FormOutdated,
    MaterialMissing,
    MatterClosed,
    NoSuchCase,
    NoSuchMatter,
    NotRateable,
    TooManyFiles,
    WindowClosed,
    WrongFile,
)
from zhibu.casework.models import Case, Entry, Material, Message
from zhibu.drive.errors import FileTooLarge
from zhibu.notify.models import Message as Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def acts(case):
    return list(Entry.objects.filter(case=case).order_by("pk").values_list("act", flat=True))


def test_a_draft_keeps_its_answers_sealed(hall):
    case = a_draft(hall, "residence_permit")
    assert case.answers == ANSWERS["residence_permit"]
    assert (case.state, case.organisation_id, case.desk_key) == (State.DRAFT, hall.branch_a.pk, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_answers FROM casework_case WHERE id = %s", [case.pk])
        stored = cursor.fetchone()[0]
    assert "119901199003070013" not in stored
    assert stored.startswith("z1.")


def test_the_same_key_begins_one_case(hall):
    key = uuid4()
    first = a_draft(hall, key=key)
    again = a_draft(hall, key=key, hospital="另一家医院")
    assert again.pk == first.pk
    assert again.answers["hospital"] == "另一家医院"
    assert acts(first) == [Act.BEGUN]


def test_two_people_may_carry_the_same_key(hall):
    key = uuid4()
    assert a_draft(hall, key=key).pk != a_draft(hall, key=key, name="charlie").pk


def test_sending_lays_it_on_the_nearest_desk_with_a_clock_in_working_days(hall):
    case = a_case(hall)
    assert (case.state, case.desk_id, case.duty, case.desk_key) == (
        State.WAITING, hall.hq.pk, "union", f"union@{hall.hq.pk}",
    )  # fmt: skip
    assert case.due_on == date(2026, 11, 24)  # Friday and two working days
    assert acts(case) == [Act.BEGUN, Act.SUBMITTED]
    told = Told.objects.get(key__startswith=f"case:{case.pk}:desk")
    assert told.person == hall.person("uma")
    assert "阑尾炎" not in told.sentence


def test_sending_twice_is_sending_once(hall):
    case = a_case(hall)
    services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW + timedelta(hours=1))
    assert acts(case).count(Act.SUBMITTED) == 1


def test_a_required_paper_is_named_and_nothing_is_lost(hall):
    case = a_draft(hall, "residence_permit")
    with pytest.raises(MaterialMissing, match="身份证正反面照片、近期免冠照片"):
        services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    assert Case.objects.get(pk=case.pk).answers == ANSWERS["residence_permit"]
    assert with_papers(hall, case).pk == case.pk
    assert services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW).state == State.WAITING


def test_a_paper_under_a_condition_is_asked_only_when_it_holds(hall):
    case = a_draft(hall, "residence_permit", housing="租房", landlord="李房东")
    with pytest.raises(MaterialMissing, match="租房合同"):
        services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)


def test_nobody_else_sees_or_changes_a_draft(hall):
    case = a_draft(hall)
    for name in ("alice", "charlie", "uma", "stella", "dana"):
        with pytest.raises(NoSuchCase):
            services.submit(hall.viewer(name), case_id=case.pk, at=NOW)
        with pytest.raises(NoSuchCase):
            services.fill_in(hall.viewer(name), case_id=case.pk, answers={}, at=NOW)


def test_a_colleague_is_found_in_his_branch_and_named_otherwise(hall):
    assert a_draft(hall, about="Alice").about == hall.person("alice")
    stranger = a_draft(hall, about="Charlie")
    assert (stranger.about, stranger.about_name) == (None, "Charlie")
    assert a_draft(hall, about="Bob").about is None


def test_a_file_that_lies_about_its_type_is_refused_and_the_draft_stands(hall):
    case = a_draft(hall)
    for lying in (
        SimpleUploadedFile("proof.pdf", b"MZ\x90\x00" + b"\x00" * 60),
        SimpleUploadedFile("proof.jpg", PDF),
        SimpleUploadedFile("proof.pdf.exe", PDF),
        SimpleUploadedFile("proof.html", b"<script>alert(1)</script>"),
    ):
        with pytest.raises(WrongFile):
            put(hall, case, lying)
    assert Material.objects.count() == 0
    assert Case.objects.get(pk=case.pk).answers == ANSWERS["hospital_consolation"]


def put(world, case, upload, *, key=None, name="bob"):
    return services.put_in(world.viewer(name), case_id=case.pk, code="proof", upload=upload, key=key or uuid4(), at=NOW)


def test_a_file_above_twenty_megabytes_is_refused_in_a_sentence(hall):
    big = SimpleUploadedFile("proof.pdf", PDF)
    big.size = 50 * 2**20
    with pytest.raises(FileTooLarge, match="20 MB"):
        put(hall, a_draft(hall), big)


def test_the_same_key_puts_one_file_in_and_the_tenth_is_refused(hall):
    case, key = a_draft(hall), uuid4()
    assert put(hall, case, a_file(), key=key).pk == put(hall, case, a_file(), key=key).pk
    for _ in range(8):
        put(hall, case, a_file())
    with pytest.raises(TooManyFiles):
        put(hall, case, a_file())
    assert acts(case).count(Act.KEPT) == 9


def test_a_file_taken_out_is_gone_once(hall):
    case = a_draft(hall)
    kept = put(hall, case, a_file())
    for _ in range(2):
        services.take_out(hall.viewer("bob"), material_id=kept.pk, at=NOW)
    assert acts(case).count(Act.REMOVED) == 1
    with pytest.raises(NoSuchCase):
        services.take_out(hall.viewer("charlie"), material_id=kept.pk, at=NOW)


def test_files_are_read_by_those_of_the_case_alone(hall, as_user):
    case = taken(hall)
    draft = a_draft(hall, "hospital_consolation", name="bob")
    file_id = put(hall, draft, a_file()).file_id
    services.submit(hall.viewer("bob"), case_id=draft.pk, at=NOW)
    assert case.pk != draft.pk
    statuses = {name: as_user(name).get(f"/drive/{file_id}").status_code for name in ("bob", "uma", "charlie", "dana")}
    assert statuses == {"bob": 200, "uma": 200, "charlie": 404, "dana": 404}


def test_what_was_asked_for_goes_back_to_who_asked_and_the_clock_goes_on(hall):
    case = taken(hall, at=NOW)
    services.ask_for_more(hall.viewer("uma"), case_id=case.pk, words="请放住院证明", at=NOW + timedelta(days=3))
    case.refresh_from_db()
    assert (case.state, case.desk_key, case.due_on, case.days_left) == (State.ASKED, "", None, 1)
    services.fill_in(hall.viewer("bob"), case_id=case.pk, answers=case.answers | {"ward": "12 床"}, at=NOW)
    done = services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW + timedelta(days=20))
    assert (done.state, done.holder, done.due_on) == (State.TAKEN, hall.person("uma"), date(2026, 12, 11))
    assert acts(case)[-2:] == [Act.ASKED, Act.SUPPLIED]


def test_answers_stand_still_while_it_is_handled(hall):
    case = a_case(hall)
    with pytest.raises(CaseMoved):
        services.fill_in(hall.viewer("bob"), case_id=case.pk, answers={}, at=NOW)
    with pytest.raises(CaseMoved):
        put(hall, case, a_file())


def test_withdrawing_ends_it_once_and_tells_who_had_it(hall):
    case = taken(hall)
    for _ in range(2):
        services.withdraw(hall.viewer("bob"), case_id=case.pk, at=NOW)
    case.refresh_from_db()
    assert (case.state, case.desk_key, case.closed_by) == (State.WITHDRAWN, "", None)
    assert acts(case).count(Act.WITHDRAWN) == 1
    assert Told.objects.get(key=f"case:{case.pk}:withdrawn").person == hall.person("uma")


def test_outside_of_the_window_the_draft_is_kept(hall):
    a_window(hall, opens=date(2026, 12, 1), closes=date(2026, 12, 31))
    case = with_papers(hall, a_draft(hall, "insurance_enrolment"))
    with pytest.raises(WindowClosed):
        services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    assert Case.objects.get(pk=case.pk).state == State.DRAFT


def test_one_enrolment_a_window_and_person(hall):
    window = a_window(hall)
    first = a_case(hall, "insurance_enrolment")
    assert first.window == window
    second = with_papers(hall, a_draft(hall, "insurance_enrolment"))
    with pytest.raises(AlreadyAsked):
        services.submit(hall.viewer("bob"), case_id=second.pk, at=NOW)
    services.withdraw(hall.viewer("bob"), case_id=first.pk, at=NOW)
    assert services.submit(hall.viewer("bob"), case_id=second.pk, at=NOW).state == State.WAITING


def test_who_began_with_a_version_finishes_in_it(hall):
    case = a_draft(hall)
    services.begin_draft(hall.viewer("stella"), code="hospital_consolation", at=NOW)
    said = {"label": "医保类型", "code": "insurance_kind", "ask": "text", "required": True}
    services.change_part(
        hall.viewer("stella"), code="hospital_consolation", revision=1, part="fields", place=99, said=said, at=NOW
    )
    services.publish_draft(hall.viewer("stella"), code="hospital_consolation", changes="多问一项", at=NOW)
    assert services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW).version.number == 1
    late = services.begin_case(
        hall.viewer("bob"), code="hospital_consolation", number=1, key=uuid4(), answers={"hospital": "一"}, at=NOW
    )
    assert (late.version.number, late.answers) == (1, {"hospital": "一"})
    assert a_draft(hall).version.number == 2


def test_nobody_picks_a_version_that_was_replaced_long_ago(hall):
    services.begin_draft(hall.viewer("stella"), code="hospital_consolation", at=NOW)
    services.publish_draft(hall.viewer("stella"), code="hospital_consolation", changes="", at=NOW)
    days = {"soon": NOW + timedelta(hours=23), "late": NOW + timedelta(hours=25)}
    old = {
        when: services.begin_case(
            hall.viewer("bob"), code="hospital_consolation", number=1, key=uuid4(),
            answers=ANSWERS["hospital_consolation"], at=at,
        )
        for when, at in days.items()
    }  # fmt: skip
    for case in old.values():
        with_papers(hall, case)
    assert services.submit(hall.viewer("bob"), case_id=old["soon"].pk, at=days["late"]).state == State.WAITING
    with pytest.raises(FormOutdated):
        services.submit(hall.viewer("bob"), case_id=old["late"].pk, at=days["late"])
    assert Case.objects.get(pk=old["late"].pk).answers == ANSWERS["hospital_consolation"]


def test_a_file_of_a_case_that_is_over_is_not_taken_out_through_another_one(hall):
    first, second, key = a_draft(hall, "residence_permit"), a_draft(hall, "residence_permit"), uuid4()
    code = first.version.shape.materials[0].code
    what = {"code": code, "key": key, "at": NOW}
    kept = services.put_in(hall.viewer("bob"), case_id=first.pk, upload=a_file(), **what)
    with pytest.raises(WrongFile):
        services.put_in(hall.viewer("bob"), case_id=second.pk, upload=a_file(), **what)
    assert list(Material.objects.all()) == [kept]


def test_a_matter_that_was_closed_meanwhile_keeps_what_was_typed_and_takes_nothing(hall, as_user):
    services.open_or_close(hall.viewer("stella"), code="hospital_consolation", is_open=False, at=NOW)
    assert as_user("bob").get("/casework/matters/hospital_consolation/apply").status_code == 404
    case = a_draft(hall)
    with pytest.raises(MatterClosed):
        services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    assert Case.objects.get(pk=case.pk).answers == ANSWERS["hospital_consolation"]


def test_an_employee_without_a_branch_asks_at_the_top(hall):
    assert a_draft(hall, name="eve").organisation == hall.hq


def test_matters_of_officers_are_not_for_everybody(hall):
    with pytest.raises(NoSuchMatter):
        a_draft(hall, "branch_seal", name="bob")
    assert a_draft(hall, "branch_seal", name="alice").state == State.DRAFT


def test_words_pass_between_the_two_sides_sealed_and_once(hall):
    case, key = taken(hall), uuid4()
    for _ in range(2):
        services.say(hall.viewer("bob"), case_id=case.pk, words="在三楼", key=key, at=NOW)
    services.say(hall.viewer("uma"), case_id=case.pk, words="知道了", key=uuid4(), at=NOW)
    assert list(Message.objects.order_by("pk").values_list("said_by_name", flat=True)) == ["Bob", "Uma"]
    with pytest.raises(NoSuchCase):
        services.say(hall.viewer("charlie"), case_id=case.pk, words="我看看", key=uuid4(), at=NOW)
    services.say(hall.viewer("charlie"), case_id=a_case(hall, name="charlie").pk, words="盗用", key=key, at=NOW)
    assert Message.objects.count() == 2


def test_evaluating_comes_once_after_the_end(hall):
    case = taken(hall)
    with pytest.raises(NotRateable):
        services.rate(hall.viewer("bob"), case_id=case.pk, stars=5, words="", at=NOW)
    services.decline(hall.viewer("uma"), case_id=case.pk, words="请到户籍地办", at=NOW)
    with pytest.raises(NotRateable):
        services.rate(hall.viewer("bob"), case_id=case.pk, stars=6, words="", at=NOW)
    services.rate(hall.viewer("bob"), case_id=case.pk, stars=4, words=" 说得清楚 ", at=NOW)
    with pytest.raises(NotRateable):
        services.rate(hall.viewer("bob"), case_id=case.pk, stars=1, words="", at=NOW)
    case.refresh_from_db()
    assert (case.rating, case.rating_words) == (4, "说得清楚")


def test_the_database_keeps_work_on_a_desk(hall):
    case = a_case(hall)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(desk_key="")


def test_whom_it_is_about_sees_it_once_it_is_sent(hall):
    case = a_draft(hall, about="Alice")
    with pytest.raises(NoSuchCase):
        services.say(hall.viewer("alice"), case_id=case.pk, words="谢谢", key=uuid4(), at=NOW)
    services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    services.say(hall.viewer("alice"), case_id=case.pk, words="谢谢", key=uuid4(), at=NOW)
    assert acts(case)[-1] == Act.SAID
