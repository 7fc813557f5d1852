"""What a helpdesk tells of its people, as customers may read it."""

from __future__ import annotations

import pytest

from bot.gateway.helpdesks.fields import shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Emma \u202edrawkcab", "Emma drawkcab"),
        ("\u200b\u2066\u2069", ""),
        ("  Emma\u2028 \n de\tSmet ", "Emma de Smet"),
        ("\N{GRINNING FACE}" * 2_000, "\N{GRINNING FACE}" * 80),
    ],
)
def test_no_sign_that_is_not_seen_stands_in_a_name(name: str, shown: str) -> None:
    assert shown_name(name) == shown
