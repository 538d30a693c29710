"""Whose request it is, and that nobody can pretend to be somebody else."""

from typing import Any

import pytest

from skillweek.common.addresses import client


@pytest.mark.parametrize(
    ("trusted", "peer", "told", "found"),
    [
        ("", "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", "192.0.2.7, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", "192.0.2.7, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.0/8", "::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("", "", "198.51.100.1", ""),
    ],
)
def test_only_trusted_proxies_are_believed(
    settings: Any, trusted: str, peer: str, told: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    assert client({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": told}) == found
