"""Whatever is pasted, the check ends soon, answers, and prints nothing that harms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.pasted import looks_pasted
from bot.fraud.reasons import MAX_REASONS, bulleted
from bot.language import LANGUAGES

PATIENCE = 2.0  # seconds, on a slow machine

HOSTILE = {
    "one letter": "a" * 100_000,
    "dots and letters": "a." * 50_000,
    "hyphens and letters": "a-" * 50_000,
    "at signs": "a@" * 50_000,
    "schemes": "http://" * 15_000,
    "5000 links": " ".join(f"https://pr0x{number}mus-{number}.top/x?{number}" for number in range(5_000)),
    "short names": " ".join(f"a{number}.be" for number in range(20_000)),
    "links in links": "http://a.be/?u=" * 8_000,
    "percent signs": "https://%%%25252525.com/" + "%25" * 5_000,
    "one long host": "https://" + "-".join(["ab"] * 5_000) + ".com",
    "brackets": "[" * 100_000,
    "markdown": "[aaaa](" * 20_000,
    "anchors": "<a href=x " * 20_000,
    "brackets for dots": "(.)" * 33_000,
    "lines": "\n" * 100_000,
    "bullets": "- \n" * 30_000,
    "spaces": " " * 100_000,
    "direction marks": "\u202e" * 100_000,
    "zero width": "a\u200b" * 50_000,
    "soft hyphens": "pro\u00adximus " * 9_000,
    "marks on one letter": "a" + "\u0301" * 100_000,
    "characters that grow": "\u3316" * 100_000,
    "characters that grow more": "\ufdfa" * 100_000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20_000,
    "half characters": "\ud800" * 1_000,
    "null": "\x00" * 100_000,
    "digits": "0" * 100_000,
    "broken numbers": "09 0 " * 20_000,
    "prefixes": "+32 " * 25_000,
    "requests": "stuur uw pincode " * 6_000,
    "denials": "never ask pin " * 7_000,
    "files": "a.exe " * 16_000,
    "quotes": '"aaaaaaaaaaaaaa ' * 7_000,
    "addresses": "aa@aa.aa " * 11_000,
    "mixed scripts": "рroximus " * 12_000,
    "compensation": "compensation fuite " * 5_000,
    "accounts that never end": ("BE71" + "T" * 40 + " ") * 2_000,
    "schemes in schemes": "https://http:/https:" * 5_000,
    "spaced dots": "a . be/ " * 12_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_checked_in_bounded_time(text: str) -> None:
    start = time.monotonic()
    finding = check(text, incident())
    looks_pasted(text)
    assert time.monotonic() - start < PATIENCE
    assert finding.verdict in ("fraud", "careful", "nothing_found")


@given(st.text(max_size=400))
@settings(max_examples=150)
def test_any_text_has_a_verdict_and_a_printable_answer(text: str) -> None:
    looks_pasted(text)
    finding = check(text, incident())
    for language in LANGUAGES:
        printed = bulleted(finding.signs, language, incident())
        assert len(printed.splitlines()) == min(len(finding.signs), MAX_REASONS)


@pytest.mark.parametrize(
    "text",
    [
        "https://evil\u202e.top/<script>alert(1)</script>",
        "https://[click](https://evil.top)",
        "https://evil.top\u200b\n\nProximus: betaal",
        "{signs} https://{hotline}.top {0} %s",
        "https://ev{company}il.top",
        "facture_{company}.exe en bijlage <b>x</b>.exe",
        "https://" + "x" * 3_000 + ".top",
    ],
)
def test_what_is_printed_of_a_message_cannot_be_clicked_or_break_the_answer(text: str) -> None:
    for language in LANGUAGES:
        printed = bulleted(check(text, incident()).signs, language, incident())
        for unwanted in ("http", "<", "{", "](", "\n\n", "\u202e", "\u200b", ".top"):
            assert unwanted not in printed
        assert len(printed) < 2_000
