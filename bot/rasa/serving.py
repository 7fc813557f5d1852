"""A server without its model, or without its port, ends with a sentence, so that its supervisor tries again.

Rasa's own would stay up without a model, and end as if nothing were wrong without a port. What can be seen before Rasa
is imported is looked at before: trying again costs next to nothing then.
"""

from __future__ import annotations

import argparse
import os
import socket
from asyncio import AbstractEventLoop
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.model_files import ADVICE, ChangedFile, check_archive


class CannotServe(Exception):
    """The message says why."""


def check_arguments(arguments: Sequence[str]) -> None:
    """Check what `run` is to serve, and where. Raises `CannotServe`."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", "--model", type=Path)
    parser.add_argument("-i", "--interface", default="0.0.0.0")
    parser.add_argument("-p", "--port", type=int, default=5005)
    asked, _ = parser.parse_known_args(arguments)
    if asked.model and not asked.model.is_dir():
        if not asked.model.exists():
            raise CannotServe(f"There is no model at {asked.model}. {ADVICE}")
        try:
            check_archive(asked.model)
        except ChangedFile as error:
            raise CannotServe(str(error)) from None
    _check_address(asked.interface, asked.port)


def apply() -> None:
    """From now on, in this process, which has imported Rasa: a model that does not load ends the server."""
    import rasa.core.run  # noqa: PLC0415

    load_as_rasa_does = rasa.core.run.load_agent_on_start

    async def load_or_end(
        model_path: str, endpoints: Any, remote_storage: str | None, app: Any, loop: AbstractEventLoop
    ) -> Any:
        agent = await load_as_rasa_does(model_path, endpoints, remote_storage, app, loop)
        if not agent.is_ready():
            raise CannotServe(f"The model {model_path} could not be loaded; the log says why, further up.")
        return agent

    rasa.core.run.load_agent_on_start = load_or_end


def _check_address(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else type(error).__name__
            raise CannotServe(f"It cannot listen at {host}:{port} (RASA_PORT): {why}.") from None
