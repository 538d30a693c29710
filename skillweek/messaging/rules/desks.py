"""Units as messaging sees them: they stand above this room."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Desk:
    """A unit whose messages a person looks after."""

    code: str
    name: str
    city_code: str

    @property
    def is_city(self) -> bool:
        """True for the city itself, which decides about kinds, words and gateways."""
        return self.code == self.city_code
