"""Log lines, as text or as JSON: one object on one line, of the same shape in all processes, and bounded.

A traceback is never written as JSON, because an error's text could quote a customer: its kind and place are.
"""

from __future__ import annotations

import datetime
import json
import logging
from typing import Any, TextIO

from bot.observability.log_limits import NotTooOften
from bot.observability.request import current
from bot.observability.settings import ObservabilitySettings, ProcessName

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MAX_MESSAGE = 2_000  # characters
# What a line may have beside its message, given to a logger as `extra`.
EXTRA = ("method", "route", "status", "milliseconds")


class JsonLines(logging.Formatter):
    def __init__(self, process: ProcessName) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage()[:MAX_MESSAGE],
        }
        if request := current():
            line["request"] = request.id
            if request.conversation:
                line["conversation"] = request.conversation
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = type(record.exc_info[1]).__name__
            line["at"] = place_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def configure_logging(settings: ObservabilitySettings) -> None:
    """Configure this process's logging, in place of whatever was configured before."""
    logging.basicConfig(level=logging.INFO, handlers=[line_handler(settings)], force=True)
    logging.captureWarnings(settings.log == "json")  # else Python's would be lines of another shape


def line_handler(settings: ObservabilitySettings, stream: TextIO | None = None) -> logging.Handler:
    """Writes to `stream`, or to standard error."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(settings.process) if settings.log == "json" else logging.Formatter(TEXT))
    handler.addFilter(NotTooOften())
    return handler


def place_of(error: BaseException) -> str:
    """The file and line that raised: enough to find the fault, and nothing that anybody wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
