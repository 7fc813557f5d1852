"""In the scripts, whatever only an answer to danger would do is answered so when Rasa cannot be reached."""

from __future__ import annotations

from tests.model.talks import play_danger_without_rasa


def test_somebody_in_danger_is_answered_rightly_without_rasa() -> None:
    turns = play_danger_without_rasa()
    assert len(turns) >= 9
    assert [(turn.script, turn.said, turn.faults) for turn in turns if turn.faults] == []
