"""Sheets take images from static files and data: addresses, and ask no host for any."""

from base64 import b64encode
from io import BytesIO

import pytest
from django.templatetags.static import static
from PIL import Image
from pypdf import PdfReader

from zhibu.kernel.printing import pdf


def red_dot():
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def sheet(settings, tmp_path):
    """A sheet with one image at an address."""
    folder = tmp_path / "templates"
    folder.mkdir()
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "seal.png").write_bytes(red_dot())

    def printed(address):
        (folder / "sheet.html").write_text(f'<!doctype html><p>印章<img src="{address}"></p>', encoding="utf-8")
        return PdfReader(BytesIO(pdf("sheet.html", {}))).pages[0]

    return printed


def test_an_image_in_the_page_itself_is_printed(sheet):
    assert len(sheet(f"data:image/png;base64,{b64encode(red_dot()).decode()}").images) == 1


def test_an_image_of_the_static_files_is_printed(sheet, settings):
    assert len(sheet(static("seal.png")).images) == 1


@pytest.mark.parametrize(
    "address", ["https://images.example/a.png", "file:///etc/hostname", "/etc/hostname", "/static/no-such.png"]
)
def test_an_image_from_elsewhere_is_left_out_and_the_sheet_is_printed(sheet, address):
    page = sheet(address)
    assert len(page.images) == 0
    assert "印章" in page.extract_text()
