"""What responses state in domain/ is what the contract between Rasa and the gateway names."""

from __future__ import annotations

import pytest

from bot.conversation.answer import Stated
from tests.project.test_files import all_responses

# What the response generator reads and does not pass on.
OWN = {"topic", "ends", "buttons", "quiet", "answers", "instead_of"}


@pytest.mark.parametrize("name", all_responses())
def test_a_response_states_only_what_the_gateway_understands(name: str) -> None:
    for variant in all_responses()[name]:
        metadata = variant.get("metadata") or {}
        stated = {key: value for key, value in metadata.items() if key not in OWN}
        assert set(stated) <= set(Stated.__fields__)
        assert Stated.parse_obj(stated).dict(exclude_defaults=True) == stated
