"""Rasa's own command, as we run it: `python -m bot.rasa train`, `run`, `shell`, `test` and the others."""

from __future__ import annotations

import os
import sys

from bot.environment import SettingsError
from bot.observability.log_lines import configure_logging
from bot.observability.settings import load_observability
from bot.rasa.left_out import leave_out

leave_out()
os.environ.setdefault("ACTIONS_HOST", "127.0.0.1")  # endpoints.yml has no word for a default
try:
    settings = load_observability("rasa", os.environ)
except SettingsError as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
if settings.log == "json":
    configure_logging(settings)  # before the packages that warn when they are imported

from bot.rasa.imported_late import import_late  # noqa: E402

import_late()

from rasa.__main__ import main  # noqa: E402 - only now may Rasa be imported

from bot.rasa import instrumentation, model_digest, patches  # noqa: E402

patches.apply()
model_digest.apply()
try:
    # Not while it trains or tests: the server may run beside it, with the same settings.
    with instrumentation.instrumented(settings, is_server=sys.argv[1:2] == ["run"]):
        main()
except SettingsError as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
