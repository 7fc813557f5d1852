"""A log line as JSON: one object, the same in all processes, bounded, and without an error's text."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.observability.log_limits import BURST
from bot.observability.log_lines import MAX_MESSAGE, line_handler
from bot.observability.request import conversation_hash, in_conversation, outgoing_headers, serving
from bot.observability.settings import ObservabilitySettings

WORD = "zebrafinch"
logger = logging.getLogger("bot.somewhere")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was written since, read as JSON."""
    written = io.StringIO()
    handler = line_handler(ObservabilitySettings(process="rasa", log="json"), written)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_outside_of_a_request_it_has_five_fields(lines: Any) -> None:
    logger.warning("Line one\nand é: %s.", 7)
    (line,) = lines()
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "process": "rasa",
        "logger": "bot.somewhere",
        "message": "Line one\nand é: 7.",
    }


def test_within_a_request_it_names_the_request_and_the_conversation_and_never_by_its_id(lines: Any) -> None:
    with serving("POST /x", {}) as request:
        in_conversation("an-id-of-a-conversation")
        logger.info("Done.", extra={"status": 200, "password": WORD})
    (line,) = lines()
    assert line["request"] == request.id
    assert line["conversation"] == conversation_hash("an-id-of-a-conversation")
    assert line["status"] == 200
    assert WORD not in str(line)
    assert "an-id" not in str(line)


def test_of_an_error_it_tells_the_kind_and_the_place(lines: Any) -> None:
    try:
        raise ValueError(WORD)
    except ValueError:
        logger.exception("It failed.")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert line["at"].startswith("test_log_lines.py:")
    assert WORD not in str(line)


def test_a_long_one_is_cut_and_a_fault_that_repeats_is_counted(lines: Any) -> None:
    for _ in range(10 * BURST):
        logger.error("x" * 10 * MAX_MESSAGE)
    written = lines()
    assert len(written) == BURST
    assert {len(line["message"]) for line in written} == {MAX_MESSAGE}


def test_the_next_process_is_told_the_same_references() -> None:
    assert outgoing_headers() == {}
    with serving("POST /x", {}) as request:
        in_conversation("an-id")
        told = outgoing_headers()
    with serving("POST /y", told) as next_one:
        assert (next_one.id, next_one.conversation) == (request.id, conversation_hash("an-id"))


@pytest.mark.parametrize(
    "headers",
    [
        {"traceparent": WORD, "baggage": f"conversation={WORD}"},
        {"traceparent": f"00-{WORD * 4}-0000000000000001-01", "baggage": f"{WORD}=0123456789abcdef"},
        {"baggage": "conversation=0123456789abcdef0"},
    ],
)
def test_what_is_no_reference_becomes_none(headers: dict[str, str]) -> None:
    with serving("POST /x", headers) as request:
        assert len(request.id) == 32
        assert WORD not in request.id
        assert request.conversation is None
