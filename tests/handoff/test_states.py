from __future__ import annotations

import itertools

import pytest

from bot.handoff.states import Move, State, WrongMove, next_state


@pytest.mark.parametrize(
    "moves",
    [
        [Move.REQUEST, Move.TAKE, Move.CLOSE, Move.REOPEN],
        [Move.REQUEST, Move.LIMIT, Move.CANCEL],
        [Move.REQUEST, Move.TAKE, Move.TRANSFER, Move.TAKE_OVER, Move.GIVE_BACK],
        [Move.REQUEST, Move.TAKE, Move.AGENT_LEFT, Move.TAKE, Move.QUEUE, Move.NOBODY_THERE],
        [Move.JOIN, Move.CLOSE, Move.JOIN, Move.GIVE_BACK, Move.NOBODY_THERE],
    ],
)
def test_a_conversation_comes_back_to_the_assistant(moves: list[Move]) -> None:
    state = State.BOT
    for move in moves:
        state = next_state(state, move)
    assert state is State.BOT


@pytest.mark.parametrize(
    ("state", "move"),
    [
        (State.BOT, Move.TAKE),
        (State.BOT, Move.CANCEL),
        (State.BOT, Move.CLOSE),
        (State.WAITING, Move.CLOSE),
        (State.WAITING, Move.TRANSFER),
        (State.WAITING, Move.REQUEST),
        (State.AGENT, Move.REQUEST),
        (State.AGENT, Move.TAKE),
        (State.AGENT, Move.CANCEL),
        (State.CLOSED, Move.CLOSE),
        (State.CLOSED, Move.TAKE),
    ],
)
def test_what_makes_no_sense_is_refused_and_says_so(state: State, move: Move) -> None:
    with pytest.raises(WrongMove, match=f"{move} is not possible in state {state}"):
        next_state(state, move)


def test_each_state_can_be_left_and_each_move_made_somewhere() -> None:
    possible = set()
    for state, move in itertools.product(State, Move):
        try:
            possible.add((state, move, next_state(state, move)))
        except WrongMove:
            continue
    assert {move for _, move, _ in possible} == set(Move)
    assert {state for state, _, to in possible if to is not state} == set(State)
