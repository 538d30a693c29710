"""Every address is known: in the role matrix or it breaks the build; none vanishes."""

from django.urls import URLPattern, URLResolver, get_resolver

from tests.guards.matrix import MATRIX, THIRD_PARTY


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= names(pattern.url_patterns, inner)
        else:
            found.add(prefix + (pattern.name or str(pattern.pattern)))
    return found


def test_every_route_is_in_the_matrix_and_none_vanished() -> None:
    routes = {name for name in names(get_resolver().url_patterns) if not name.startswith(THIRD_PARTY)}
    assert routes - set(MATRIX) == set(), "routes that nobody decided on"
    assert set(MATRIX) - routes == set(), "routes that vanished"
