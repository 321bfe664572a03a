"""Refusals reach people as sentences, in the form they asked for."""

import json

from django.db import OperationalError
from django.test import RequestFactory

from zhibu.kernel.errors import LoginNeeded, NotFound
from zhibu.kernel.middleware import RefusalMiddleware


def answer(error, **headers):
    return RefusalMiddleware(lambda request: None).process_exception(RequestFactory().get("/x", headers=headers), error)


def test_a_program_reads_code_and_sentence():
    response = answer(NotFound(), accept="application/json")
    assert (response.status_code, json.loads(response.content)["code"]) == (404, "not_found")


def test_somebody_unknown_is_sent_to_the_login_and_back():
    response = answer(LoginNeeded())
    assert (response.status_code, response["Location"]) == (302, "/login?next=%2Fx")


def test_a_part_of_a_page_goes_to_the_login_as_a_whole():
    assert answer(LoginNeeded(), hx_request="true")["HX-Redirect"] == "/login?next=%2Fx"


def test_a_database_that_is_away_says_nothing_was_lost(caplog):
    response = answer(OperationalError("disk is full"), accept="application/json")
    assert (response.status_code, response["Retry-After"]) == (503, "3")
    assert "disk" not in response.content.decode()


def test_other_errors_are_faults_and_pass():
    assert answer(ValueError("a bug")) is None


def test_a_number_that_no_row_can_have_is_no_page(client, db):
    assert client.get("/activities/99999999999999999999999/checked-in").status_code == 404


def test_what_is_too_large_is_refused_by_its_length_before_it_is_read(client, db, settings):
    answer = client.post("/login", {}, CONTENT_LENGTH=str(settings.UPLOAD_LIMIT_BYTES + 2 * 2**20))
    assert (answer.status_code, "30 MB" in answer.text) == (413, True)
