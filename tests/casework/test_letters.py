"""Letters of the hall are checked at one address, by anybody, without a word about the person."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories.casework import a_case, go
from tests.world import NOW, TODAY
from zhibu.casework import services
from zhibu.casework.models import Letter
from zhibu.casework.queries.papers import checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(world):
    case = a_case(world, "certificate_letter")
    go(world, case, "alice")
    go(world, case, "alice")
    return Letter.objects.get(case=case)


def test_anybody_may_check_the_code_and_learns_nothing_about_the_person(letter, client):
    page = client.get(reverse("verify", args=[letter.check_code.lower()]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "证明〔2026〕0001 号" in text
    assert "2026年11月20日" in text
    for secret in ("Bob", "正式党员", "示例社区", "入学", letter.case.number, "Alice"):
        assert secret not in text
    said = checked(letter.check_code, today=TODAY)
    assert set(said) == {"number", "issuer", "issued_on", "holds", "words"}
    assert said["issued_on"] == date(2026, 11, 20)


def test_a_code_that_was_never_given_is_not_found(letter, client):
    assert client.get(reverse("verify", args=["AAAABBBBCCCCDDDD"])).status_code == 404


def test_the_paper_carries_the_code(letter):
    sheet = services.on_paper(letter, address=f"https://zhibu.example/verify/{letter.check_code}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet)).pages)
    assert letter.check_code[:4] in text
    assert "核验码" in text
    assert NOW.year == letter.year
