"""What of a unit may be changed by whom."""

#: words of addresses below ``desk/units/``; no unit has one of them as its code
RESERVED = frozenset({
    "kinds", "person", "invitation", "sheets", "import", "register", "contact", "group", "member", "task", "venue",
})  # fmt: skip
#: what those who write for a unit keep up to date themselves
OWN_FIELDS = frozenset({"name_en", "introduction", "address", "latitude", "longitude"})
#: what the unit above says
SUPERIOR_FIELDS = OWN_FIELDS | {"name", "short_name", "kind", "division_code", "located_in"}
#: what only the city says
CITY_FIELDS = frozenset({"counts_in_report", "stand_in"})
#: of the city itself
ROOT_FIELDS = OWN_FIELDS | {"name", "short_name", "division_code"}


def fields_for(*, edits: bool, superior: bool, city: bool, root: bool) -> frozenset[str]:
    """Fields of a unit open to somebody who edits it, manages the unit above it, or manages the city."""
    if root:
        return ROOT_FIELDS if city else frozenset()
    found: frozenset[str] = OWN_FIELDS if edits else frozenset()
    if superior:
        found |= SUPERIOR_FIELDS
    return found | CITY_FIELDS if city else found
