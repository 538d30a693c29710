"""Model fields shared by the rooms."""

from typing import Any

from django.db import models

from skillweek.common import cipher


class EncryptedTextField(models.TextField):
    """Text encrypted in the database and plain in Python; cannot be searched (keep a blind index beside)."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt what the database holds."""
        return None if value is None else cipher.decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt what goes to the database."""
        return None if value is None else cipher.encrypt(str(value))
