"""What is refused, in a sentence."""


class CoverageError(Exception):
    """A step that is not allowed now; the text says why, to a person. ``field`` names the form field."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class Stale(CoverageError):
    """A proposed move that no longer fits what stands in the programme."""
