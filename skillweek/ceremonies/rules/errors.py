"""What is refused, in a sentence for people."""

from django.utils.functional import Promise


class CeremonyError(Exception):
    """A step that is not allowed; ``field`` names the input at fault."""

    def __init__(self, text: str | Promise, field: str = "") -> None:
        super().__init__(str(text))
        self.field = field
