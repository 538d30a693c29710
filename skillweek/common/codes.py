"""Public identifiers: short, unguessable, readable aloud."""

import secrets
from uuid import UUID

import uuid_utils

#: 31 characters without 0/O, 1/I/L: what people mistake for one another on paper and on the phone
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code(length: int = 10) -> str:
    """A random code; ten characters carry 49 bits."""
    number, code = secrets.randbelow(len(ALPHABET) ** length), ""
    for _place in range(length):
        number, sign = divmod(number, len(ALPHABET))
        code += ALPHABET[sign]
    return code


def short_code() -> str:
    """A code of ten characters (a named function, so that migrations can refer to it)."""
    return new_code(10)


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7)."""
    return UUID(bytes=uuid_utils.uuid7().bytes)
