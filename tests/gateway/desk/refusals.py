"""What the desk refuses, for tests that expect it."""

from __future__ import annotations

import pytest

from tests.gateway.customer import Refusal


async def refusal_of(asking: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        await asking  # type: ignore[misc]
    own = {"key", "uri"} if kind(refused.value) == "second-factor-new" else set()
    assert set(refused.value.problem) == {"type", "title", "status", "detail"} | own
    return refused.value


def kind(refused: Refusal) -> str:
    return str(refused.problem["type"]).rsplit(":", 1)[-1]
