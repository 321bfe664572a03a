"""Files as tests need them: real bytes of real kinds."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.world import NOW
from zhibu.drive.services import keep


def a_picture(*, size=(800, 600), kind="JPEG", place=True, name="现场.jpg"):
    """A picture as a phone makes it, with the place it was taken at."""
    out = BytesIO()
    picture = Image.new("RGB", size, (180, 30, 30))
    exif = Image.Exif()
    if place:
        exif[0x010F] = "PhoneMaker"
        exif.get_ifd(0x8825)[2] = (23.0, 7.0, 12.0)
    picture.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def a_document(name="方案.docx"):
    """The skeleton of a document."""
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w/>")
    return SimpleUploadedFile(name, out.getvalue())


def a_file(viewer, *, of="", upload=None, at=NOW):
    """A file that is kept."""
    return keep(viewer, upload or a_document(), of=of, at=at)
