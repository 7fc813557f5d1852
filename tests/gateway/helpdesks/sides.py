"""Each helpdesk of ours as the contract sees it: a server to tell, its settings, and what its agents do.

Whoever adds a helpdesk adds a side here, and `test_contract.py` tries it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.gateway.helpdesks import chatwoot_server, signed_server, zammad_server
from tests.gateway.helpdesks.chatwoot_server import ChatwootServer
from tests.gateway.helpdesks.signed_server import SignedServer
from tests.gateway.helpdesks.zammad_server import ZammadServer

Event = dict[str, Any]


@dataclass
class Side:
    """`settings` are given when the server has started: they hold its address."""

    server: ChatwootServer | ZammadServer | SignedServer
    settings: Callable[[], dict[str, str]]
    sign: Callable[..., tuple[bytes, dict[str, str]]]  # an event, and perhaps another secret
    said: Callable[[], list[str]]  # by the customer, in order
    replies: Callable[[str], Event]  # an agent, who is called Emma, writes
    closes: Callable[[], Event]
    deletes: Callable[[], None] | None  # an agent deletes the conversation; none where nobody would say so
    is_erased: Callable[
        [], bool
    ]  # whether nothing of the conversation is there, or its receiver was told to see to that


def _chatwoot() -> Side:
    there = ChatwootServer()
    return Side(
        there,
        lambda: {
            "URL": there.url,
            "SECRET": chatwoot_server.SECRET,
            "TOKEN": chatwoot_server.TOKEN,
            "ACCOUNT": str(chatwoot_server.ACCOUNT),
            "INBOX": str(chatwoot_server.INBOX),
        },
        chatwoot_server.signed,
        lambda: [one["content"] for one in there.messages if one["message_type"] == chatwoot_server.TYPES["incoming"]],
        lambda text: there.reply(there.ticket, text),
        lambda: there.set_status(there.ticket, "resolved"),
        there.forget,
        lambda: (there.contacts, there.conversations, there.messages) == ({}, {}, []),
    )


def _zammad() -> Side:
    there = ZammadServer()
    return Side(
        there,
        lambda: {
            "URL": there.url,
            "SECRET": zammad_server.SECRET,
            "TOKEN": zammad_server.TOKEN,
            "GROUP": zammad_server.GROUP,
        },
        zammad_server.signed,
        lambda: [one["body"] for one in there.articles if one["sender"] == "Customer"],
        lambda text: there.act(there.ticket, text),
        lambda: there.act(there.ticket, state="closed"),
        there.forget,
        lambda: (there.tickets, there.articles) == ({}, []),
    )


def _webhook() -> Side:
    there = SignedServer()
    emma = {"id": "12", "name": "Emma"}

    def said() -> list[str]:
        words = []
        for event in there.events.values():
            if event["event"] == "requested":
                words += [line["text"] for line in event["messages"] if line["from"] == "customer"][-1:]
            elif event["event"] == "message" and event["message"]["from"] == "customer":
                words.append(event["message"]["text"])
            elif event["event"] == "call_back":
                words.append(event["text"])
        return words

    return Side(
        there,
        lambda: {"URL": there.url, "SECRET": signed_server.SECRET},
        signed_server.signed,
        said,
        lambda text: there.says("reply", agent=emma, text=text),
        lambda: there.says("closed", agent=emma),
        None,
        lambda: there.told()[-1] == "erased",
    )


SIDES: dict[str, Callable[[], Side]] = {"chatwoot": _chatwoot, "zammad": _zammad, "webhook": _webhook}
