"""Things due at a time run once, and again only when they failed."""

from datetime import timedelta

import pytest

from tests.world import NOW
from zhibu.kernel import schedule
from zhibu.kernel.models import DueTask

ran: list[int] = []


@schedule.job("tests.remind")
def remind(at, number):
    if number < 0:
        raise ValueError("cannot")
    ran.append(number)


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    ran.clear()
    monkeypatch.setattr(schedule, "_every", {})


@pytest.mark.django_db
def test_a_task_runs_when_its_time_has_come_and_once():
    schedule.run_at("tests.remind", key="r1", due_at=NOW, number=3)
    schedule.run_due(at=NOW - timedelta(seconds=1))
    assert ran == []
    schedule.run_due(at=NOW)
    schedule.run_due(at=NOW)
    assert ran == [3]


@pytest.mark.django_db
def test_the_same_key_again_moves_the_task():
    schedule.run_at("tests.remind", key="r1", due_at=NOW, number=3)
    schedule.run_at("tests.remind", key="r1", due_at=NOW + timedelta(hours=1), number=4)
    schedule.run_due(at=NOW)
    assert ran == []
    schedule.run_due(at=NOW + timedelta(hours=1))
    assert ran == [4]


@pytest.mark.django_db
def test_a_forgotten_task_never_runs():
    schedule.run_at("tests.remind", key="r1", due_at=NOW, number=3)
    schedule.forget("r1")
    schedule.run_due(at=NOW)
    assert ran == []


@pytest.mark.django_db(transaction=True)
def test_a_failing_task_waits_longer_each_time():
    schedule.run_at("tests.remind", key="r1", due_at=NOW, number=-1)
    schedule.run_due(at=NOW)
    task = DueTask.objects.get()
    assert (task.done_at, task.attempts, task.due_at) == (None, 1, NOW + timedelta(minutes=1))


@pytest.mark.django_db
def test_a_repeating_job_has_one_row_a_period(monkeypatch):
    monkeypatch.setattr(schedule, "_every", {"tests.remind": timedelta(hours=1)})
    schedule.ensure_repeating(at=NOW)
    schedule.ensure_repeating(at=NOW + timedelta(minutes=59))
    assert DueTask.objects.count() == 1
    schedule.ensure_repeating(at=NOW + timedelta(hours=1))
    assert DueTask.objects.count() == 2


@pytest.mark.django_db
def test_old_done_tasks_are_swept():
    schedule.run_at("tests.remind", key="r1", due_at=NOW, number=3)
    DueTask.objects.update(done_at=NOW)
    assert schedule.sweep(at=NOW + timedelta(days=29)) == 0
    assert schedule.sweep(at=NOW + timedelta(days=31)) == 1
