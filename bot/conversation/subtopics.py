"""The precise things that customers ask within a topic, and how they put them.

A subtopic is named after its topic, "hotline/is_free". Its answer is the response `utter_hotline/is_free` of
domain/subtopics/, its lines stand in data/subtopics/<language>/<topic>.txt, each below its [name].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.language import LANGUAGES, Language

DATA = Path(__file__).parents[2] / "data" / "subtopics"
NONE = ""  # no subtopic: the topic's general question, or another subject
ENTITY = "subtopic"  # in the payload of a button
STANDS_ALONE = 8  # words; a shorter line leans on what was said before
# Whether a message is fraud: told by what was found in the one that was looked at, once one was.
VERDICT_WANTED = "suspicious_contact/verdict_wanted"
OF_A_VERDICT = ("check_message/no_sign_so_safe", "check_message/fraud_or_not", VERDICT_WANTED)
PLAINLY = "plainly"  # without lines: the topic in one plain sentence, for who asks for that


@dataclass(frozen=True)
class Line:
    text: str
    subtopic: str
    language: Language


class InvalidLines(ValueError):
    """A file of data/subtopics cannot be read; says where."""


def payload_of(asked: str) -> str:
    """What a button sends that asks for this topic or subtopic."""
    topic = topic_of(asked)
    return f"/{topic}" if topic == asked else f'/{topic}{{"{ENTITY}": "{asked}"}}'


def topic_of(subtopic: str) -> str:
    """The topic of a subtopic: "hotline" of "hotline/is_free". A topic is returned unchanged."""
    return subtopic.split("/", maxsplit=1)[0]


def lines(folder: Path = DATA) -> Iterator[Line]:
    """All lines; `folder` has a file for each language and topic. Raises `InvalidLines`."""
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.txt")):
            subtopic = None
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.startswith("[") and line.endswith("]"):
                    subtopic = f"{path.stem}/{line[1:-1]}"
                elif line.strip() and subtopic is None:
                    raise InvalidLines(f"{path}:{number}: a line stands before the first [subtopic].")
                elif line.strip() and subtopic:
                    yield Line(line.strip(), subtopic, language)


def some(start: int, count: int, folder: Path = DATA) -> list[Line]:
    """For each subtopic and language, `count` of the lines long enough to stand alone, from index `start` on."""
    places: Counter[tuple[str, Language]] = Counter()
    found = []
    for line in lines(folder):
        if len(line.text.split()) >= STANDS_ALONE:
            place = places[line.subtopic, line.language]
            places[line.subtopic, line.language] += 1
            if start <= place < start + count:
                found.append(line)
    return found
