"""What customers read around a hand-off is there in every language, fits what the gateway fills in, and promises nothing."""

from __future__ import annotations

import re

import pytest

from bot.content import incident, read_content
from bot.language import LANGUAGES, Language
from tests.conftest import ROOT
from tests.project.test_files import FORBIDDEN
from tests.spoken import FR

TEXTS: dict[Language, dict[str, str]] = read_content("handoff.yml")
GIVEN = {
    "place": {"count"},
    "wait": {"minutes"},
    "other_language_one": {"languages"},
    "other_language": {"languages"},
    "button_in": {"language"},
    "taken": {"agent"},
    "file": {"agent"},
    "taken_over": {"agent"},
    "withdrawn": {"agent"},
    "transferred": {"agent"},
}
NOT_SENTENCES = r"button_|languages_or$|taken_back$"


def test_every_notice_stands_in_every_language() -> None:
    assert list(TEXTS) == list(LANGUAGES)
    assert len({tuple(texts) for texts in TEXTS.values()}) == 1
    assert all(text for texts in TEXTS.values() for text in texts.values())


@pytest.mark.parametrize("key", TEXTS[FR])
def test_a_notice_uses_only_names_that_are_filled_in(key: str) -> None:
    names = {language: set(re.findall(r"{(\w+)}", TEXTS[language][key])) for language in LANGUAGES}
    assert len({frozenset(each) for each in names.values()}) == 1
    assert names[FR] - set(incident().variables(FR)) == GIVEN.get(key, set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_are_whole_sentences_that_promise_nothing(language: Language) -> None:
    for key, text in TEXTS[language].items():
        assert "!" not in text
        assert not re.search(FORBIDDEN[language], text, re.IGNORECASE), key
        assert "0800" not in text, "the hotline comes from incident.yml"
        if not re.match(NOT_SENTENCES, key):
            assert text.endswith("."), key
            assert text[0].isupper() or text[0] == "{", key


PERSON = {"fr": "Collaborateur", "nl": "Medewerker", "en": "Member of staff"}
OTHER_WORDS = {
    "fr": r"conseiller|opérateur",
    "nl": r"adviseur|operator|\bagent\b",
    "en": r"\badvis[eo]r|\bagent\b|\brep\b",
}


@pytest.mark.parametrize("language", PERSON)
def test_the_person_at_the_desk_has_one_word_for_customers(language: Language) -> None:
    page = (ROOT / "web" / "shared" / "catalogue" / f"{language}.ts").read_text(encoding="utf-8")
    shown = [re.sub(r"{\w+}", "", text) for text in TEXTS[language].values()]
    shown += [read_content("transcript.yml")[language]["agent"], *re.findall(r'"([^"]+)"', page)]
    assert f'agent: "{PERSON[language]}"' in page
    assert read_content("transcript.yml")[language]["agent"] == PERSON[language]
    assert [text for text in shown if re.search(OTHER_WORDS[language], text, re.IGNORECASE)] == []
