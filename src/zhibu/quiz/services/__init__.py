"""Setting up, entering, answering, conducting and publishing rounds."""
