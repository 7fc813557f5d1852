"""A program of ours that tells which files' functions run: between SIGUSR1 and SIGUSR2, one path a line.

python tests/model/recorded.py OUTPUT MODULE ARGUMENTS...
"""

from __future__ import annotations

import runpy
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDERS = (f"{ROOT}/bot/", f"{ROOT}/actions/")


class Recorder:
    def __init__(self, output: Path) -> None:
        self._output = output
        self._files: set[str] | None = None

    def called(self, frame: FrameType, event: str, _: Any) -> None:
        if self._files is not None and event == "call" and frame.f_code.co_filename.startswith(FOLDERS):
            self._files.add(frame.f_code.co_filename)

    def begin(self, *_: Any) -> None:
        self._files = set()

    def end(self, *_: Any) -> None:
        files, self._files = self._files or set(), None
        unfinished = self._output.with_suffix(".unfinished")
        unfinished.write_text("\n".join(sorted(str(Path(file).relative_to(ROOT)) for file in files)))
        unfinished.replace(self._output)


if __name__ == "__main__":
    recorder = Recorder(Path(sys.argv[1]))
    signal.signal(signal.SIGUSR1, recorder.begin)
    signal.signal(signal.SIGUSR2, recorder.end)
    threading.setprofile(recorder.called)
    sys.setprofile(recorder.called)
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
