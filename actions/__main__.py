"""`python -m actions`: Rasa's action server, with its own arguments, and what an operator sees of it."""

from __future__ import annotations

import os
import sys

from bot.environment import SettingsError
from bot.observability.log_lines import configure_logging
from bot.observability.metrics_server import serving_metrics
from bot.observability.settings import load_observability
from bot.observability.traces import configure_traces


def main() -> None:
    try:
        settings = load_observability("actions", os.environ)
        if settings.log == "json":
            configure_logging(settings)  # before the packages that warn when they are imported
        from rasa_sdk import utils  # noqa: PLC0415
        from rasa_sdk.__main__ import main as serve  # noqa: PLC0415
        from rasa_sdk.plugin import plugin_manager  # noqa: PLC0415

        from actions.instrumentation import Instrumentation  # noqa: PLC0415

        if settings.log == "json":
            utils.configure_colored_logging = lambda level: configure_logging(settings)
        configure_traces(settings)
        plugin_manager().register(Instrumentation())
        sys.argv[1:1] = ["--actions", "actions"]
        with serving_metrics(settings):
            serve()
    except SettingsError as error:
        raise SystemExit(f"The actions cannot start. {error}") from None


if __name__ == "__main__":
    main()
