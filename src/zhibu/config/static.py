"""Static files by content hash, also inside ES modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes imports between ES modules too; a name that is missing stops the page in tests."""

    support_js_module_import_aggregation = True
    manifest_strict = False
