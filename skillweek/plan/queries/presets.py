"""What a new edition begins with: the lists of ``presets.toml``, and how notices speak of things."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from skillweek.plan.models import (
    ActivityKind,
    Audience,
    FrugalityWord,
    MaterialKind,
    SafetyItem,
    ServiceKind,
    Tag,
    ThemeDay,
    Topic,
)
from skillweek.plan.models.codes import Code

FILE = Path(__file__).resolve().parent.parent / "presets.toml"
#: code lists of an edition by the word that stands in addresses and in ``presets.toml``
LISTS: dict[str, type[Code]] = {
    "kinds": ActivityKind, "audiences": Audience, "topics": Topic, "services": ServiceKind,
    "materials": MaterialKind, "tags": Tag, "safety": SafetyItem, "frugality": FrugalityWord, "theme-days": ThemeDay,
}  # fmt: skip
TEXTS = ("code", "label", "label_en", "description", "description_en", "icon")


@lru_cache(maxsize=1)
def presets() -> dict[str, Any]:
    """The file as it is; nobody may change what is returned."""
    with FILE.open("rb") as stream:
        return tomllib.load(stream)


def preset_rows(name: str) -> list[Code]:
    """Unsaved entries of the list ``name``, in order, without their edition."""
    return [
        LISTS[name](position=position, **{key: entry.get(key, "") for key in TEXTS}, **_more(entry))
        for position, entry in enumerate(presets().get(name, []))
    ]


def _more(entry: dict[str, Any]) -> dict[str, Any]:
    """What only some lists know."""
    return {key: entry[key] for key in ("always", "forbidden", "unless") if key in entry}


def words_of(name: str) -> dict[str, list[str]]:
    """By code: what an entry of the list ``name`` is called in plans and notices."""
    return {entry["code"]: entry["words"] for entry in presets()[name] if "words" in entry}
