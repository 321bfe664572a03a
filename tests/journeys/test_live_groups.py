"""Two branches talk while their pages are open: words, a voice note, a new day, a recall, and a transfer in between."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import check_page
from tests.journeys.serving import serving

pytestmark = pytest.mark.journey
SOON = 30_000
HEARD = """async (src) => {
  const bytes = await (await fetch(src)).arrayBuffer();
  return (await new AudioContext().decodeAudioData(bytes)).duration;
}"""


@pytest.fixture
def served(blank, tmp_path):
    """A server of its own with the groups of two branches."""
    with serving(tmp_path, "groups", database=blank(tmp_path)) as it:
        yield it


def send(page, text):
    page.get_by_label("写消息").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()


def line(page, text):
    return page.locator("[data-lines]").get_by_text(text, exact=True)


def speak(page):
    """Two seconds into the microphone."""
    page.get_by_role("button", name="语音").click()
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="说完发送").click()


def test_words_a_voice_a_new_day_a_recall_and_a_transfer(served, phones):
    alice, bob = phones("alice", served), phones("bob", served)
    charlie = phones("charlie", served, desktop=True)
    for page, group in ((alice, served.a), (bob, served.a), (charlie, served.b)):
        page.goto(f"/groups/{group}/")
        expect(page.locator("[data-live-away]").first).to_be_hidden(timeout=SOON)
    days = bob.locator("[data-lines] .day").count()
    send(alice, "今晚八点见")
    expect(line(bob, "今晚八点见")).to_be_visible(timeout=SOON)
    expect(bob.locator("[data-lines] .day")).to_have_count(days + 1)  # the last words were yesterday's
    send(bob, "收到")
    expect(line(alice, "收到")).to_be_visible(timeout=SOON)
    expect(alice.locator("[data-lines] .day")).to_have_count(days + 1)
    speak(bob)
    voice = alice.locator("[data-lines] audio")
    expect(voice).to_have_count(1, timeout=SOON)
    assert 1 < alice.evaluate(HEARD, voice.get_attribute("src")) < 6
    check_page(alice)
    taken_back(alice, bob)
    moved(bob, charlie, served)


def taken_back(alice, bob):
    """The words are gone from the other's open page."""
    line(alice, "今晚八点见").locator("xpath=ancestor::li").get_by_role("link", name="更多").click()
    alice.get_by_role("button", name="撤回").click()
    expect(line(bob, "今晚八点见")).to_have_count(0, timeout=SOON)
    expect(line(bob, "消息已撤回")).to_be_visible()


def moved(bob, charlie, served):
    """Bob's page of his old branch says no and keeps what he typed; in the new one he is heard at once."""
    served.server.stage("transfer")
    bob.wait_for_timeout(3000)
    send(bob, "我还在这个群吗")
    expect(bob.locator("[data-refused]")).to_be_visible(timeout=SOON)
    expect(bob.get_by_label("写消息")).to_have_value("我还在这个群吗")
    bob.goto(f"/groups/{served.b}/")
    expect(line(bob, "乙支部后天集合")).to_be_visible()
    send(bob, "大家好，我转来了")
    expect(line(charlie, "大家好，我转来了")).to_be_visible(timeout=SOON)
    check_page(charlie)
    assert bob.goto(f"/groups/{served.a}/").status == 404
