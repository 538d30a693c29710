"""Lots that anybody can check: what is published before, and how the order follows from it."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _


def seed_digest(seed: str) -> str:
    """SHA-256 of the seed's hex digits as text: published when the draw is set up."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed: str, code: str) -> str:
    """The lot of an entry: HMAC-SHA256 of its code under the seed's hex digits as text."""
    return hmac.new(seed.encode(), code.encode(), hashlib.sha256).hexdigest()


def drawn_order(seed: str, codes: Iterable[str]) -> list[str]:
    """Codes in the order of their lots, smallest first."""
    return sorted(codes, key=lambda code: lot(seed, code))


def list_digest(entries: Iterable[tuple[str, int]]) -> str:
    """SHA-256 of the lines ``CODE PARTY``, in order of code, each ended by a line feed."""
    return hashlib.sha256(
        "".join(f"{code} {party}\n" for code, party in sorted(entries)).encode()
    ).hexdigest()


def verify(document: Mapping[str, Any]) -> list[str]:
    """What is wrong with a published draw (``draw.json``); empty when all of it follows from what was published."""
    seed, entries = str(document["seed"]), list(document["entries"])
    pairs = [(str(one["code"]), int(one["party"])) for one in entries]
    order = [str(one["code"]) for one in sorted(entries, key=lambda one: int(one["rank"]))]
    checks = (
        (seed_digest(seed) == document["commitment"], _("种子与事先公布的指纹不符")),
        (list_digest(pairs) == document["list_digest"], _("名单与公布的指纹不符")),
        (drawn_order(seed, [code for code, _party in pairs]) == order, _("次序不是由种子得出的")),
    )
    return [sentence for holds, sentence in checks if not holds]
