"""Texts approved by a provider of text messages, whose variables read ``${name}``."""

import re
from collections.abc import Mapping

_PARAMETER = re.compile(r"\$\{(\w{1,40})\}", re.ASCII)


def parameters_in(text: str) -> list[str]:
    """The names of the approved text, in their order, each once."""
    return list(dict.fromkeys(_PARAMETER.findall(text)))


def provider_text(text: str, parameters: Mapping[str, str]) -> str:
    """The approved text as the provider will send it."""
    return _PARAMETER.sub(lambda match: parameters.get(match[1], match[0]), text)
