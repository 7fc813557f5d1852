"""`python -m tests.model.messages`: how well the checker of messages does on tests/utterances/messages; writes docs/fraud.md.

`make evaluate` runs it, too. The messages were written by people who saw neither the checker's content nor data/fraud,
which its points were set on and its wording learnt from; those in tests/utterances/messages_fresh
by others, when the rules stood.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from bot.content import incident
from bot.fraud.checker import Finding, check
from bot.fraud.pasted import looks_pasted
from bot.language import LANGUAGES, Language
from tests.reports import write_between
from tests.utterances import held_out

FOLDER, FRESH = (Path(__file__).parents[1] / "utterances" / name for name in ("messages", "messages_fresh"))
REPORT = Path(__file__).parents[2] / "docs" / "fraud.md"
START, END = "<!-- figures: made by `make evaluate` -->", "<!-- end of figures -->"
WORST_KINDS, FEW = 15, 3
LEADING = frozenset({"link", "number", "account"})  # what a lure may lead to

Kind = Literal["lures", "genuine", "everyday"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Checked:
    """A message, and what was found in it."""

    kind: Kind
    language: Language
    sort: str  # what it is about: "parcel", "bank"
    has: frozenset[str]  # of "link", "number", "account", "email", "none"
    finding: Finding
    is_taken_for_pasted: bool
    is_fresh: bool

    @property
    def is_clear(self) -> bool:
        return self.finding.verdict == "fraud"

    @property
    def is_flagged(self) -> bool:
        return self.finding.verdict != "nothing_found"

    @property
    def leads_somewhere(self) -> bool:
        return not LEADING.isdisjoint(self.has)


@cache
def check_all() -> tuple[Checked, ...]:
    return tuple(
        _checked(kind, language, json.loads(line), is_fresh=folder == FRESH)
        for folder in (FOLDER, FRESH)
        for kind in KINDS
        for language in LANGUAGES
        for line in (folder / f"{kind}_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    )


def of(
    kind: Kind,
    language: Language | None = None,
    wanted: Callable[[Checked], bool] = lambda _: True,
    *,
    is_fresh: bool = False,
) -> list[Checked]:
    """The messages of a kind, of one language or of all: those that floors are set on, or the fresh ones."""
    return [
        one
        for one in check_all()
        if one.kind == kind and one.is_fresh is is_fresh and language in (None, one.language) and wanted(one)
    ]


def share(messages: Iterable[Checked], wanted: Callable[[Checked], bool]) -> float:
    outcomes = [wanted(one) for one in messages]
    return sum(outcomes) / len(outcomes)


def share_of_everyday_taken_for_pasted(language: Language) -> float:
    """Of what customers write on other subjects (tests/utterances/everyday), not to be checked but to be talked about."""
    texts = [one.text for one in held_out("everyday") if one.language == language]
    return sum(map(looks_pasted, texts)) / len(texts)


def main() -> None:
    fresh = _verdicts("Verdicts on fresh messages", is_fresh=True)
    text = "\n\n".join([_verdicts("Verdicts"), fresh, _pasted(), _weak_kinds(), _false_alarms()])
    print(text)
    write_between(REPORT, START, END, text)


def _checked(kind: Kind, language: Language, row: dict[str, object], *, is_fresh: bool) -> Checked:
    text, has = str(row["text"]), row.get("has") or ()
    assert isinstance(has, Iterable)
    return Checked(
        kind=kind,
        language=language,
        sort=str(row["kind"]),
        has=frozenset(map(str, has)),
        finding=check(text, incident()),
        is_taken_for_pasted=looks_pasted(text, topic_known=True),
        is_fresh=is_fresh,
    )


def _verdicts(title: str, *, is_fresh: bool = False) -> str:
    rows: list[tuple[str, Kind, Callable[[Checked], bool]]] = [
        ("lures with a link, a number or an account", "lures", lambda one: one.leads_somewhere),
        ("all lures", "lures", lambda _: True),
        ("genuine notices", "genuine", lambda _: True),
        ("everyday messages between people", "everyday", lambda _: True),
    ]
    lines = [
        f"### {title}",
        "",
        "| | messages | clear signs of fraud | be careful | nothing found |",
        "|---|---|---|---|---|",
    ]
    for name, kind, wanted in rows:
        for language in LANGUAGES:
            found = of(kind, language, wanted, is_fresh=is_fresh)
            clear, flagged = share(found, lambda one: one.is_clear), share(found, lambda one: one.is_flagged)
            figures = " | ".join(f"{figure:.1%}" for figure in (clear, flagged - clear, 1 - flagged))
            lines.append(f"| {name}, {language} | {len(found)} | {figures} |")
    return "\n".join(lines)


def _pasted() -> str:
    lines = ["### Recognised as a pasted message", "", "| | fr | nl | en |", "|---|---|---|---|"]
    pasted: tuple[Kind, ...] = ("lures", "genuine")
    for kind in pasted:
        figures = (f"{share(of(kind, language), lambda one: one.is_taken_for_pasted):.1%}" for language in LANGUAGES)
        lines.append(f"| {kind}, where the topic is known to be a message | {' | '.join(figures)} |")
    figures = (f"{share_of_everyday_taken_for_pasted(language):.1%}" for language in LANGUAGES)
    lines.append(f"| what is written to an assistant on other subjects, taken for one | {' | '.join(figures)} |")
    return "\n".join(lines)


def _weak_kinds() -> str:
    sorts = Counter(one.sort for one in of("lures"))
    missed = Counter(one.sort for one in of("lures") if not one.is_flagged)
    share_missed = {sort: missed[sort] / count for sort, count in sorts.items() if count >= FEW}
    worst = sorted(share_missed, key=lambda sort: (-share_missed[sort], sort))[:WORST_KINDS]
    lines = ["### What it catches worst", "", "| kind of lure | messages | nothing found |", "|---|---|---|"]
    lines += [
        f"| {sort.replace('_', ' ')} | {sorts[sort]} | {share_missed[sort]:.0%} |" for sort in worst if missed[sort]
    ]
    return "\n".join(lines)


def _false_alarms() -> str:
    honest = [*of("genuine"), *of("everyday")]
    sorts = Counter(f"{one.kind}: {one.sort.replace('_', ' ')}" for one in honest if one.is_clear)
    lines = ["### Honest messages that it calls fraud", "", "| kind | messages |", "|---|---|"]
    lines += [f"| {sort} | {count} |" for sort, count in sorted(sorts.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
