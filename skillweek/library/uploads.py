"""Taking in uploads: looked at and measured while they stream, so that nothing too big reaches the disk."""

from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from skillweek.library.rules import limit_of, media_type_of, refusal_of_size, refusal_of_type

HEAD = 8192


class RefusedUpload(SimpleUploadedFile):
    """Stands in for a file that was refused while it came in; ``refusal`` says why, to a person."""

    def __init__(self, name: str, refusal: str) -> None:
        super().__init__(name, b"")
        self.refusal = refusal


class WatchedUpload(TemporaryFileUploadHandler):
    """Streams a file to disk; a wrong type or one byte too many, and the rest is thrown away as it comes.

    The form then finds a :class:`RefusedUpload` and marks the field; what else was typed is kept. A request that
    is too big altogether never comes here (``views.limits``).
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another file."""
        super().new_file(*args, **kwargs)
        self.refusal, self.received, self.limit = "", 0, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a chunk to disk unless the file has been refused."""
        if not self.received:
            media_type = media_type_of(raw_data[:HEAD], PurePosixPath(self.file_name or "").suffix.lower())
            self.refusal = "" if media_type else refusal_of_type()
            self.limit = limit_of(media_type)
        self.received += len(raw_data)
        if not self.refusal and self.received > self.limit:
            self.refusal = refusal_of_size(self.limit)
            self.file.truncate(0)
        if not self.refusal:
            super().receive_data_chunk(raw_data, start)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file on disk, or what stands in for a refused one."""
        if self.refusal:
            self.file.close()
            return RefusedUpload(self.file_name or "file", self.refusal)
        return super().file_complete(file_size)
