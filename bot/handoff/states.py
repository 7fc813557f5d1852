"""The states of a conversation (who answers the customer), and the allowed moves between them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    CLOSED = "closed"


class Move(StrEnum):
    REQUEST = "request"  # the customer wants a person
    CANCEL = "cancel"  # the customer does not want to wait any more
    LIMIT = "limit"  # the wait is longer than it should be, and the customer is asked what to do
    NOBODY_THERE = "nobody_there"  # nobody can come
    TAKE = "take"
    JOIN = "join"  # somebody in an outside helpdesk answers unasked
    TAKE_OVER = "take_over"  # another person takes it from the one who has it
    TRANSFER = "transfer"  # to a colleague
    QUEUE = "queue"  # back to the queue, by who has it
    AGENT_LEFT = "agent_left"  # who has it has left the desk
    GIVE_BACK = "give_back"  # to the assistant
    CLOSE = "close"
    REOPEN = "reopen"  # the customer writes again


class WrongMove(Exception):
    """The conversation is not in a state from which this can be done."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"{move} is not possible in state {state}")
        self.state = state
        self.move = move


_LEADS_TO: dict[tuple[State, Move], State] = {
    (State.BOT, Move.REQUEST): State.WAITING,
    (State.BOT, Move.NOBODY_THERE): State.BOT,
    (State.BOT, Move.JOIN): State.AGENT,
    (State.CLOSED, Move.REOPEN): State.BOT,
    (State.CLOSED, Move.JOIN): State.AGENT,
    (State.WAITING, Move.CANCEL): State.BOT,
    (State.WAITING, Move.LIMIT): State.WAITING,
    (State.WAITING, Move.NOBODY_THERE): State.BOT,
    (State.WAITING, Move.TAKE): State.AGENT,
    (State.AGENT, Move.TAKE_OVER): State.AGENT,
    (State.AGENT, Move.TRANSFER): State.AGENT,
    (State.AGENT, Move.QUEUE): State.WAITING,
    (State.AGENT, Move.AGENT_LEFT): State.WAITING,
    (State.AGENT, Move.GIVE_BACK): State.BOT,
    (State.AGENT, Move.CLOSE): State.CLOSED,
}


def next_state(state: State, move: Move) -> State:
    """The state that `move` leads to. Raises `WrongMove`."""
    try:
        return _LEADS_TO[state, move]
    except KeyError:
        raise WrongMove(state, move) from None
