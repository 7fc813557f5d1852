"""content/fraud_signs.yml has every sign in every language, written the way messages are read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content import incident, read_content
from bot.fraud.reasons import reason
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import reasons, requests, sign_phrases
from bot.fraud.wording import Wording
from bot.language import LANGUAGES, Language

TABLE: dict[str, Any] = read_content("fraud_wording.yml")
FORBIDDEN = (
    "sûr",
    "fiable",
    "veilig",
    "betrouwbaar",
    "safe",
    "secure",
    "trustworthy",
    "genuine",
    "authentique",
    "echt ",
)


def _phrase_lists(entry: Any) -> list[dict[Language, list[str]]]:
    if not isinstance(entry, dict):
        return []
    if set(entry) == set(LANGUAGES):
        return [entry] if isinstance(entry[LANGUAGES[0]], list) else []
    return [found for part in entry.values() for found in _phrase_lists(part)]


@pytest.mark.parametrize("sign", list(Sign))
def test_every_sign_has_a_reason_in_every_language(sign: Sign) -> None:
    for language in LANGUAGES:
        sentence = reason(Evidence(sign, "voorbeeld[.]be"), language, incident())
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "\n" not in sentence
        assert not [word for word in FORBIDDEN if word in sentence.lower()]


def test_the_file_names_no_unknown_sign() -> None:
    assert set(reasons()) == {sign.value for sign in Sign}
    assert all(sign.name == sign.value.upper() for sign in Sign)
    assert sign_phrases()
    assert requests()


def test_every_list_of_phrases_has_every_language() -> None:
    lists = _phrase_lists(TABLE)
    assert len(lists) > 30
    assert all(entry[language] for entry in lists for language in LANGUAGES)


def test_every_phrase_is_written_as_it_is_read() -> None:
    """A phrase with an accent or a number other than 0 would never be found."""
    written = {
        phrase.replace("*", "") for entry in _phrase_lists(TABLE) for phrases in entry.values() for phrase in phrases
    }
    assert [
        phrase for phrase in sorted(written) if " ".join(Wording(phrase.strip(" .")).words) != phrase.strip(" .")
    ] == []
