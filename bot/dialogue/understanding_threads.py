"""Understanding beside Rasa's event loop, so that nobody waits while another's message is encoded.

Rasa understands messages one after the other, on the thread that also serves everybody else. The encoder holds no lock
of Python's, so another message is understood, and all the rest goes on, while it works. One conversation's messages
still follow each other: Rasa's lock sees to that.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

THREADS = os.cpu_count() or 1


def understand_in_threads(agent: Agent) -> None:
    """Let the agent's model understand in threads; a model loaded later understands as Rasa does it."""
    processor = agent.processor
    if processor is None or processor.http_interpreter:
        return
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="understanding")

    async def parse_message(
        message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        if tracker is None:
            tracker = DialogueStateTracker.from_events(message.sender_id, [])
        return await asyncio.get_running_loop().run_in_executor(
            threads, processor._parse_message_with_graph, message, tracker, only_output_properties
        )

    processor.parse_message = parse_message
