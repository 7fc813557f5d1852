"""`make evaluate`: quality on messages that never trained, printed and written to docs/quality.md."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from sklearn.metrics import matthews_corrcoef

from bot.danger.reader import read_danger
from bot.language import LANGUAGES
from bot.topics import WITHOUT_MATTER
from tests.model import messages
from tests.model.answers import Answered, say_all
from tests.model.dialogues import Turn, hold_all
from tests.model.plots import draw_all
from tests.model.reading import Reading, read_all, read_everyday
from tests.model.several import SeveralRead, read_several
from tests.model.subtopics import PreciselyAsked, read_subtopics
from tests.model.talks import ScriptTurn, play_all
from tests.model.turns import TurnRead, read_turns
from tests.reports import write_between
from tests.spoken import FR
from tests.utterances import ALL_SOURCES, Utterance, held_out

REPORT = Path(__file__).parents[2] / "docs" / "quality.md"
START, END = "<!-- figures: made by `make evaluate` -->", "<!-- end of figures -->"
CONFUSIONS = 15
# Answers that say nothing on the incident.
ABOUT_THE_TALK = (*WITHOUT_MATTER, "bot_challenge", "help", "change_language")

Measure = Callable[[list[Reading]], float | None]
Said = TypeVar("Said", ScriptTurn, TurnRead, Answered)  # what a customer said, and what came of it


def share(readings: Iterable[Reading], wanted: Callable[[Reading], bool]) -> float | None:
    """The share of readings for which `wanted` holds; None of nothing."""
    outcomes = [wanted(reading) for reading in readings]
    return sum(outcomes) / len(outcomes) if outcomes else None


def in_scope(readings: list[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.is_in_scope]


def out_of_scope(readings: list[Reading]) -> list[Reading]:
    return [reading for reading in readings if not reading.is_in_scope]


def asked_for_kind(readings: list[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.utterance.data_type_answer]


MEASURES: dict[str, Measure] = {
    "in-scope accuracy before the fallback": lambda rs: share(in_scope(rs), lambda r: r.utterance.is_right(r.best)),
    "in-scope accuracy after it": lambda rs: share(in_scope(rs), lambda r: r.utterance.is_right(r.topic)),
    "in-scope turned away (clarified or out of scope)": lambda rs: share(
        in_scope(rs), lambda r: r.is_turned_away and not r.utterance.is_right(r.topic)
    ),
    "out-of-scope recognised or clarified": lambda rs: share(
        out_of_scope(rs), lambda r: r.is_turned_away or r.utterance.is_right(r.topic)
    ),
    "wrong and not clarified (all messages)": lambda rs: share(
        rs, lambda r: not r.is_turned_away and not r.utterance.is_right(r.topic)
    ),
    "Matthews correlation, all topics": lambda rs: float(
        matthews_corrcoef(
            [r.utterance.topic for r in rs],
            [r.utterance.topic if r.utterance.is_right(r.best) else str(r.best) for r in rs],
        )
    ),
    "language (no hint, no conversation)": lambda rs: share(rs, lambda r: r.language == r.utterance.language),
    "language (the page's as a hint)": lambda rs: share(rs, lambda r: r.hinted_language == r.utterance.language),
    "data_type: the right answer is given": lambda rs: share(
        asked_for_kind(rs), lambda r: r.utterance.data_type_answer in r.data_type_answers
    ),
    "data_type: and no other beside it": lambda rs: share(
        asked_for_kind(rs), lambda r: set(r.data_type_answers) == {r.utterance.data_type_answer}
    ),
    "data_type: a wrong no": lambda rs: share(asked_for_kind(rs), is_wrong_no),
}


def is_wrong_no(reading: Reading) -> bool:
    """The worst mistake: "no" to a kind that was seen or that nobody named."""
    return set(reading.data_type_answers) == {"no"} and reading.utterance.data_type_answer != "no"


def main() -> None:
    sections = []
    everything: list[Reading] = []
    for source, readings in read_all().items():
        everything += readings
        if source == "kinds":
            sections.append(_headline(source, readings))
            continue
        sections += [_headline(source, readings), _by(readings, "style", lambda r: r.utterance.style)]
        sections += [_by(readings, "topic", lambda r: r.utterance.topic), _confusions(readings)]
    sections += [_danger(), _everyday(read_everyday()), _turns(read_turns()), _subtopics(read_subtopics())]
    sections.append(_several(read_several()))
    sections += [_dialogues(hold_all()), _answers(say_all()), _talks(play_all())]
    draw_all(everything)
    text = "\n\n".join(sections)
    print(text)
    write_between(REPORT, START, END, text)
    messages.main()


def heard_share(utterances: list[Utterance]) -> float | None:
    """The share of messages in which danger is heard, each read alone."""
    return sum(read_danger(one.text) is not None for one in utterances) / len(utterances) if utterances else None


def is_about_the_incident(reading: Reading) -> bool:
    """Whether a message got an answer as if it were about the incident: neither turned away nor a courtesy."""
    return not reading.is_turned_away and reading.topic not in ABOUT_THE_TALK


def danger_sets(language: str) -> dict[str, list[Utterance]]:
    """The held-out messages by what is to be heard in them: danger, what only sounds like it, and all others."""
    danger = [one for one in held_out("danger") if one.language == language]
    others = [one for source in ALL_SOURCES if source != "danger" for one in held_out(source)]
    others = [one for one in others if one.language == language]
    return {
        "danger heard": [one for one in danger if one.means_danger],
        "danger heard, the half not looked at": [one for one in danger if one.means_danger and one.half == "sealed"],
        "danger heard, given to us": [one for one in others if one.source == "eval" and one.means_danger],
        "false alarms at what sounds like it": [one for one in danger if not one.may_mean_danger],
        "the same, the half not looked at": [one for one in danger if not one.may_mean_danger and one.half == "sealed"],
        "false alarms at all other messages": [one for one in others if not one.may_mean_danger],
    }


def _danger() -> str:
    sets = {language: danger_sets(language) for language in LANGUAGES}
    lines = ["### Danger, each message read alone", "", "| | fr | nl | en | messages |", "|---|---|---|---|---|"]
    for name in sets[FR]:
        columns = [_figure(heard_share(sets[language][name])) for language in LANGUAGES]
        lines.append(f"| {name} | {' | '.join(columns)} | {sum(len(sets[one][name]) for one in LANGUAGES)} |")
    return "\n".join(lines)


def _everyday(readings: list[Reading]) -> str:
    lines = [f"### `tests/utterances/everyday`: {len(readings)} messages on other subjects", ""]
    lines += ["| answered as if about the incident | fr | nl | en | all |", "|---|---|---|---|---|"]
    for kind in ("all", *dict.fromkeys(reading.utterance.style for reading in readings)):
        of_kind = [reading for reading in readings if kind in ("all", reading.utterance.style)]
        columns = [[r for r in of_kind if r.utterance.language == language] for language in LANGUAGES] + [of_kind]
        lines.append(f"| {kind} | " + " | ".join(_figure(share(c, is_about_the_incident)) for c in columns) + " |")
    return "\n".join(lines)


def _talks(turns: list[ScriptTurn]) -> str:
    lines = [f"### `tests/utterances/talks`: {len(turns)} turns through the gateway", ""]
    lines += ["| | fr | nl | en | all |", "|---|---|---|---|---|"]
    measures: dict[str, Callable[[ScriptTurn], bool | None]] = {
        "all right": lambda turn: not turn.faults,
        "on topic": lambda turn: not _has_fault(turn, "topic"),
        "in the language": lambda turn: not _has_fault(turn, "language"),
        "has all that it must": lambda turn: not _has_fault(turn, "lacks"),
        "has nothing that it must not": lambda turn: not _has_fault(turn, "has"),
        "says nothing twice": lambda turn: not turn.repeats,
        "right where only an answer to danger would do": lambda turn: not turn.faults if turn.expects_danger else None,
    }
    return "\n".join([*lines, *_rows(measures, turns)])


def _has_fault(turn: ScriptTurn, kind: str) -> bool:
    return any(fault.split(maxsplit=1)[0] == kind for fault in turn.faults)


def _turns(turns: list[TurnRead]) -> str:
    lines = [f"### `tests/utterances/turns`: {len(turns)} later turns of conversations, given what came before", ""]
    lines += ["| | fr | nl | en | all |", "|---|---|---|---|---|"]
    acts = Counter(act for turn in turns for act in turn.acts)
    measures: dict[str, Callable[[TurnRead], bool | None]] = {
        "the topic, read alone": lambda turn: turn.is_right_alone,
        "the topic, read in its conversation": lambda turn: turn.is_right,
        **{f"of which {act} ({count})": partial(_is_right_where_it, act) for act, count in acts.most_common()},
    }
    return "\n".join([*lines, *_rows(measures, turns)])


def _is_right_where_it(act: str, turn: TurnRead) -> bool | None:
    return turn.is_right if act in turn.acts else None


def _subtopics(read: list[PreciselyAsked]) -> str:
    """How often a precise question gets a precise answer, and how often that is the right one."""
    lines = [f"### `tests/utterances/subtopics`: {len(read)} precise questions, each within its topic", ""]
    lines += ["| | fr | nl | en | all |", "|---|---|---|---|---|"]
    columns = [[one for one in read if language in (one.language, "all")] for language in (*LANGUAGES, "all")]
    answered = [[one for one in column if one.is_answered] for column in columns]
    shares = [len(some) / len(column) for some, column in zip(answered, columns, strict=True)]
    right = [sum(one.is_right for one in some) / len(some) for some in answered]
    lines.append(f"| get an answer of their own | {' | '.join(map(_figure, shares))} |")
    lines.append(f"| and it is the right one | {' | '.join(map(_figure, right))} |")
    return "\n".join(lines)


def _several(read: list[SeveralRead]) -> str:
    lines = [f"### `tests/utterances/several`: {len(read)} messages with two or three questions", ""]
    lines += ["| | fr | nl | en | all |", "|---|---|---|---|---|"]
    columns = [[one for one in read if language in (one.language, "all")] for language in (*LANGUAGES, "all")]
    rows: dict[str, list[float | None]] = {
        "all their questions are answered": [sum(one.is_right for one in some) / len(some) for some in columns],
        "of the questions": [
            sum(one.count for one in some) / sum(len(one.questions) for one in some) for some in columns
        ],
        "of those with one that is not, told so": [
            sum(one.is_said_to_be_left for one in some if not one.is_right) / sum(not one.is_right for one in some)
            if not all(one.is_right for one in some)
            else None
            for some in columns
        ],
        "told so although all are answered": [
            sum(one.is_said_to_be_left for one in some if one.is_right) / max(1, sum(one.is_right for one in some))
            for some in columns
        ],
    }
    lines += [f"| {name} | {' | '.join(map(_figure, figures))} |" for name, figures in rows.items()]
    return "\n".join(lines)


def _dialogues(turns: list[Turn]) -> str:
    lines = [
        f"### `tests/utterances/dialogues`: {len(turns)} turns, with the actions",
        "",
        "| | fr | nl | en | all |",
        "|---|---|---|---|---|",
    ]
    measures: dict[str, Callable[[Turn], bool]] = {
        "an answer on the topic": lambda turn: turn.is_on_topic,
        "in the language": lambda turn: turn.is_in_language,
    }
    for name, measure in measures.items():
        columns = [[t for t in turns if t.language_of_dialogue == language] for language in LANGUAGES] + [turns]
        lines.append(f"| {name} | " + " | ".join(_figure(sum(map(measure, c)) / len(c)) for c in columns) + " |")
    return "\n".join(lines)


def _answers(said: list[Answered]) -> str:
    """How often a right answer comes, of all that the assistant has."""
    lines = [f"### `tests/utterances/answers`: {len(said)} messages, each in the situation it was said in", ""]
    lines += ["| | fr | nl | en | all |", "|---|---|---|---|---|"]
    measures: dict[str, Callable[[Answered], bool | None]] = {
        "the best answer comes": lambda one: one.is_best,
        "one that fits comes": lambda one: one.is_fitting,
        "of first messages": lambda one: one.is_fitting if one.is_first else None,
        "of later ones": lambda one: None if one.is_first else one.is_fitting,
        "told of danger where there is none": lambda one: None if one.may_be_danger else one.tells_of_danger,
    }
    return "\n".join([*lines, *_rows(measures, said)])


def _headline(source: str, readings: list[Reading]) -> str:
    lines = [
        f"### `tests/utterances/{source}`: {len(readings)} messages",
        "",
        "| | fr | nl | en | all |",
        "|---|---|---|---|---|",
    ]
    for name, measure in MEASURES.items():
        columns = [[r for r in readings if r.utterance.language == language] for language in LANGUAGES] + [readings]
        lines.append(f"| {name} | " + " | ".join(_figure(measure(column)) for column in columns) + " |")
    return "\n".join(lines)


def _by(readings: list[Reading], what: str, key: Callable[[Reading], str]) -> str:
    groups: dict[str, list[Reading]] = {}
    for reading in in_scope(readings):
        groups.setdefault(key(reading), []).append(reading)
    lines = [f"| {what} | messages | accuracy before the fallback | after |", "|---|---|---|---|"]
    for name, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        before = share(group, lambda r: r.utterance.is_right(r.best))
        after = share(group, lambda r: r.utterance.is_right(r.topic))
        lines.append(f"| {name} | {len(group)} | {_figure(before)} | {_figure(after)} |")
    return "\n".join(lines)


def _confusions(readings: list[Reading]) -> str:
    wrong = [r for r in readings if not r.utterance.is_right(r.best)]
    pairs = Counter((r.utterance.topic, r.best) for r in wrong)
    lines = ["| meant | read as | times | for example |", "|---|---|---|---|"]
    for (meant, read), times in pairs.most_common(CONFUSIONS):
        example = next(r.utterance.text for r in wrong if (r.utterance.topic, r.best) == (meant, read))
        lines.append(f"| {meant} | {read} | {times} | {example[:90].replace('|', '¦')} |")
    return "\n".join(lines)


def _rows(measures: Mapping[str, Callable[[Said], bool | None]], said: Sequence[Said]) -> Iterator[str]:
    """For each measure its share by language, and of all; what it gives None for is not counted."""
    for name, measure in measures.items():
        cells = []
        for languages in (*((one,) for one in LANGUAGES), LANGUAGES):
            outcomes = [measure(one) for one in said if one.language in languages]
            counted = [outcome for outcome in outcomes if outcome is not None]
            cells.append(_figure(sum(counted) / len(counted) if counted else None))
        yield f"| {name} | {' | '.join(cells)} |"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    main()
