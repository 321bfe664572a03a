"""Refusals about files."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchFile(NotFound):
    """Missing, deleted, or not for the viewer."""

    code = "no_such_file"
    sentence = _("没有找到这个文件，它可能已被删除，或者不对您开放。")


class FileTooLarge(Refused):
    """Above the limit of rules.LARGEST."""

    code = "file_too_large"
    sentence = _("文件超过了 %(limit)d MB，没有上传。请压缩后再试，或者分成几个文件。")
    status = 413


class FileEmpty(Refused):
    """Nothing was in it."""

    code = "file_empty"
    sentence = _("这个文件是空的，没有上传。请重新选择文件。")


class KindNotKept(Refused):
    """The content is none of the kinds that are kept."""

    code = "kind_not_kept"
    sentence = _("这种文件不能放进来。可以放图片、PDF、Office 和 WPS 文档、压缩包、文字、录音和视频。")


class PictureBroken(Refused):
    """Cannot be read as the picture it says it is, or holds far too many pixels."""

    code = "picture_broken"
    sentence = _("这张图片打不开或者尺寸过大，没有上传。请换一张，或在手机上另存为较小的图片再试。")
