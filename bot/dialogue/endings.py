"""Which variant of a response fits a customer: whether a person can take over, and whether they are in danger."""

from __future__ import annotations

from typing import Any

from bot.contacts.given import CLICK
from bot.contacts.reading import tells
from bot.content import asides_of
from bot.conversation.situation import Done, Situation
from bot.conversation.turns import READ_AS, SUBTOPICS, Turn
from bot.danger.kinds import DangerKind
from bot.phrases import asks, contains_phrase

NEED_TO_ACT = "need_to_act"


def asides(response: str, newest: Turn, before: Situation) -> list[str]:
    """The suffixes of the asides that fit the newest message; see content/asides.yml."""
    table = asides_of(response)
    comes_again = before.times_said(response) > 0
    going_on = {ending for ending in table if before.times_said(f"{response}_{ending}")}
    fitting = [
        ending
        for ending, told_by in table.items()
        if (comes_again or told_by.get("at_once")) and _fits(told_by, newest, before)
    ]
    return fitting + [ending for ending in table if table[ending].get("goes_on") and ending in going_on - {*fitting}]


def comes_first(response: str, newest: Turn, before: Situation) -> bool:
    """Whether one of the fitting asides comes before the answer to a subtopic."""
    return any(asides_of(response)[ending].get("first") for ending in asides(response, newest, before))


def stays(response: str, ending: str) -> bool:
    """Whether an aside's last text is repeated for as long as the aside fits."""
    return bool(asides_of(response).get(ending, {}).get("stays"))


def left_to_do(response: str, ending: str, newest: Turn, before: Situation) -> list[Done]:
    """The steps that an aside leaves out and that are not known to be done."""
    done = before.done_after(newest.meant)
    return [step for step in asides_of(response)[ending].get("leaves_out", ()) if step not in done]


def _fits(told_by: dict[str, Any], newest: Turn, before: Situation) -> bool:
    """Whether the aside fits: by what is known of the customer, or by what the newest message says."""
    if "unless" in told_by and newest.says(told_by["unless"]):
        return False
    if "unless_called" in told_by and _calls_who_helps(newest, before):
        return False
    if "told_now_or_asks_nothing" in told_by and _only_asks(newest):
        return False
    if "only_asks" in told_by and not _only_asks(newest):
        return False
    if "not_told" in told_by and tells(newest.text, told_by["not_told"]):
        return False
    if "not_after" in told_by and _gave_only(told_by["not_after"], newest, before):
        return False
    if "unless_more" in told_by and _tells_of_more(told_by["unless_more"], newest, before):
        return False
    known = _fits_what_is_known(told_by, newest, before)
    return _fits_what_is_said(told_by, newest) if known is None else known


def _only_asks(newest: Turn) -> bool:
    return asks(newest.text) and not newest.read.get(READ_AS) and not newest.meant.done


def _fits_what_is_known(told_by: dict[str, Any], newest: Turn, before: Situation) -> bool | None:
    """By what is done or was given; None where the aside does not ask for that."""
    done = {*before.done_after(newest.meant)}
    gave = before.gave_after(newest.meant.gave)
    if "done" in told_by:
        return {*told_by["done"]} <= done
    if "done_any" in told_by:
        return not done.isdisjoint(told_by["done_any"])
    if "gave" in told_by:
        # To who goes on to something else, it is no answer.
        of_themselves = newest.read.get(READ_AS) == NEED_TO_ACT and not newest.says("somebody_close")
        asks_what_to_do = of_themselves or newest.says("asks_to_block")
        return gave is told_by["gave"] and (newest.meant.gave is not None or asks_what_to_do)
    if "harmless" in told_by:
        return gave is False or _gave_only(told_by["harmless"], newest, before)
    if "misread" in told_by:
        return newest.meant.nothing_happened
    if "network" in told_by:
        return _network(newest, before) == str(told_by["network"])
    if "hurt" in told_by:
        return bool(before.hurt_after(newest.meant) == told_by["hurt"])
    if "rescue" in told_by:
        is_told = newest.meant.rescue == told_by["rescue"]
        return bool(is_told or (before.rescue == told_by["rescue"] and before.hurt_after(newest.meant) is not None))
    if "over" in told_by:
        return bool(told_by["over"]) == (before.contact.with_newer(newest.contact).now is False)
    if "way" in told_by:
        return bool(before.contact.with_newer(newest.contact).way == told_by["way"])
    if "after" in told_by:
        precisely = {*(newest.read.get(SUBTOPICS) or ())} & {*told_by["unless_asked"]}
        return told_by["after"] in before.spoken_of and gave is not False and not precisely
    return None


def _tells_of_more(items: list[str], newest: Turn, before: Situation) -> bool:
    """Whether it says that one of `items` was given, which was not said before, and of nothing that it is done."""
    return not {*newest.meant.given}.isdisjoint({*items} - {*before.given}) and not newest.meant.done


def _gave_only(items: list[str], newest: Turn, before: Situation) -> bool:
    """Whether it is known what was given, and that it is none but `items`."""
    given = {*before.given_after(newest.meant)} - {CLICK}
    return bool(given) and given <= {*items}


def _network(newest: Turn, before: Situation) -> str | None:
    """How the network of their telephone stands: it is gone, by this message or where it asks of that, or still so."""
    if newest.meant.no_network is not None or not before.no_network:
        return "lost" if newest.meant.no_network else None
    return "lost" if newest.says("asks_of_the_number") else "still_lost"


def _calls_who_helps(newest: Turn, before: Situation) -> bool:
    """Whether it is the operator that they are on the line with, whom they were told to call."""
    return before.no_network and newest.says("operator_on_the_line")


def _fits_what_is_said(told_by: dict[str, Any], newest: Turn) -> bool:
    if "told" in told_by:
        return tells(newest.text, *told_by["told"].split("/"))
    if "asks" in told_by:
        return asks(newest.text) is told_by["asks"] and not newest.read.get(READ_AS)
    if told_by.get("denies") and newest.denies(None) and not asks(newest.text):
        return True
    text = str(newest.message.get("text") or "")
    said = [[told_by[key]] if key == "says" else told_by[key] for key in ("says", "says_both") if key in told_by]
    vaguely = () if newest.read.get(SUBTOPICS) else told_by.get("read_as_vaguely", ())
    return newest.read.get(READ_AS) in (*told_by.get("read_as", ()), *vaguely) or any(
        all(contains_phrase(text, phrase) for phrase in phrases) for phrases in said
    )


def endings(newest: Turn, danger: DangerKind | None) -> list[str]:
    """The suffixes of response names that fit the newest message, the most specific first.

    "there_helped", "there", "helped": people are there, and one has answered in this conversation before. None where
    nobody ever takes over, as in `rasa shell`. In a talk about danger those of the danger come before: "crisis_there",
    "crisis", and for either kind "danger_there", "danger".
    """
    told = newest.told
    fitting: list[str] = [told.people] if told.people else []
    in_danger = [f"{name}_{one}" for name in (danger, "danger") for one in fitting] if danger else []
    in_danger += [danger, "danger"] if danger else []
    if told.helped:
        fitting = [*(f"{one}_helped" for one in fitting), *fitting, "helped"]
    return [*in_danger, *fitting]
