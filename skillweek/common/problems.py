"""What the JSON API answers when something cannot be: RFC 9457 problem details."""

from dataclasses import dataclass, field
from typing import Any

CONTENT_TYPE = "application/problem+json"


@dataclass(eq=False)
class Problem(Exception):
    """Raised in an ``api.py``; ``code`` is stable for programs, ``detail`` is a sentence for people."""

    status: int
    code: str
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The members of the problem object."""
        return {"type": f"urn:skillweek:problem:{self.code}", "status": self.status, "detail": self.detail,
                **self.extra}  # fmt: skip
