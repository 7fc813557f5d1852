"""What may be set for encoding stops the start, too, when it is wrong."""

from __future__ import annotations

import pytest

from bot import check


def test_a_number_of_threads_that_is_none_stops_the_check_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACHLINE_ENCODER_THREADS", "many")
    with pytest.raises(SystemExit, match=r"BREACHLINE_ENCODER_THREADS is not a whole number from 1 to 256\."):
        check.main()
