"""Rasa's own command, as we run it: `python -m bot.rasa train`, `run`, `shell`, `test` and the others."""

from __future__ import annotations

import os
import sys
import warnings

from bot.environment import SettingsError
from bot.observability.log_lines import configure_logging
from bot.observability.settings import load_observability
from bot.rasa import serving
from bot.rasa.left_out import leave_out

leave_out()
is_server = sys.argv[1:2] == ["run"]
os.environ.setdefault("ACTIONS_HOST", "127.0.0.1")  # endpoints.yml has no word for a default
try:
    settings = load_observability("rasa", os.environ)
    if is_server:
        serving.check_arguments(sys.argv[2:])
except (SettingsError, serving.CannotServe) as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
if settings.log == "json":
    configure_logging(settings)  # before the packages that warn when they are imported

with warnings.catch_warnings():  # else Sanic, from its import on, shows everybody's warnings of what is deprecated
    import sanic.app  # noqa: F401
from bot.rasa.imported_late import import_late  # noqa: E402

import_late()

from rasa.__main__ import main  # noqa: E402 - only now may Rasa be imported

from bot.rasa import instrumentation, model_digest, patches  # noqa: E402

patches.apply()
model_digest.apply()
serving.apply()
try:
    # Not while it trains or tests: the server may run beside it, with the same settings.
    with instrumentation.instrumented(settings, is_server=is_server):
        main()
except (SettingsError, serving.CannotServe) as error:
    raise SystemExit(f"Rasa cannot start. {error}") from None
