"""Encryption of single fields (AES-256-GCM) and keyed blind indexes for looking them up.

A stored value reads ``keyid:base64(nonce + ciphertext)``, so that keys can be rotated.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


@lru_cache(maxsize=4)
def _keys(setting: str) -> dict[str, bytes]:
    pairs = (part.split(":", 1) for part in setting.split(",") if part.strip())
    return {name.strip(): base64.b64decode(key) for name, key in pairs}


def encrypt(plain: str) -> str:
    """``plain`` under the first key of ``settings.FIELD_KEYS``; the empty string stays empty."""
    if plain == "":
        return ""
    name, key = next(iter(_keys(settings.FIELD_KEYS).items()))
    nonce = os.urandom(12)
    return f"{name}:{base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain.encode(), name.encode())).decode()}"


def decrypt(stored: str) -> str:
    """The text that :func:`encrypt` was given; raises ``cryptography.exceptions.InvalidTag`` when altered."""
    if stored == "":
        return ""
    name, _, blob = stored.partition(":")
    raw = base64.b64decode(blob)
    return AESGCM(_keys(settings.FIELD_KEYS)[name]).decrypt(raw[:12], raw[12:], name.encode()).decode()


def blind_index(plain: str) -> str:
    """64 hex digits by which equal texts are found without being readable (HMAC-SHA256, oldest key)."""
    key = list(_keys(settings.FIELD_KEYS).values())[-1]
    return hmac.new(key, b"blind index:" + plain.encode(), hashlib.sha256).hexdigest()
