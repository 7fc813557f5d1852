"""`make margins`: which conversations also hold when every vector is a little off, each on several disturbed Rasas.

Marks those that do not as `counted: true` in their files, and takes the mark from those that do again. What went wrong with
another encoder (`make test-robust`) is marked by hand, `counted: another encoder`, and stays so. What nobody may hear is
printed apart: that is to be mended, in the data or the design.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.conftest import MODEL, find_free_port, rasa_command, running, running_actions
from tests.conversations.playing import FILES, Case, all_cases, play

SEEDS = range(1, 7)
BY_HAND = "  counted: another encoder"


def main() -> None:
    wrong: Counter[tuple[str, str, str]] = Counter()
    with tempfile.TemporaryDirectory() as logs:
        for actions in running_actions(Path(logs) / "actions"):
            for seed in SEEDS:
                for address in _disturbed_rasa(seed, actions, Path(logs) / f"rasa-{seed}"):
                    went_wrong = [_key(case) for case in all_cases() if _goes_wrong(address, case)]
                    print(
                        f"Disturbance {seed} of {SEEDS[-1]}: {len(went_wrong)} of {len(all_cases())} went wrong.",
                        flush=True,
                    )
                    wrong.update(went_wrong)
    for (kind, language, name), times in sorted(wrong.items()):
        print(f"{times} of {SEEDS[-1]} times: {kind}, {language}: {name}")
    for kind, folder in FILES.items():
        for file in folder.glob("??.yml"):
            _mark(file, {name for of, language, name in wrong if (of, language) == (kind, file.stem)})


def _disturbed_rasa(seed: int, actions: int, log: Path):  # type: ignore[no-untyped-def]
    port = find_free_port()
    _, _, _, *rest = rasa_command(MODEL, port)
    command = [sys.executable, "-m", "tests.model.disturbed_rasa", str(seed), *rest]
    for _ in running(command, port, f"http://127.0.0.1:{port}/version", log, ACTIONS_PORT=str(actions)):
        yield f"http://127.0.0.1:{port}"


def _goes_wrong(address: str, case: Case) -> bool:
    turns = play(address, case)
    for turn in turns:
        if turn.forbidden:
            print(f"NOBODY MAY HEAR THIS, {case.language}, {case.name}, {turn.where}: {turn.forbidden}", flush=True)
    return any(turn.faults or turn.forbidden for turn in turns)


def _key(case: Case) -> tuple[str, str, str]:
    return case.kind, case.language, case.name


def _mark(file: Path, counted: set[str]) -> None:
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line == "  counted: true":
            continue
        if line == BY_HAND and lines[-1] == "  counted: true":
            lines.pop()
        lines.append(line)
        name = re.fullmatch(r"- case: '?(.*?)'?", line)
        if name and name[1] in counted:
            lines.append("  counted: true")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
