"""What every action of this room raises when it refuses."""


class OrganisationError(Exception):
    """A step that is refused; the text says why, to a person, ``field`` where."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field
