"""Whether one named kind of data is concerned: yes, no, or not named in the statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from bot.content import incident, phrases
from bot.conversation.turns import KINDS
from bot.data_kinds.recogniser import recognise_kinds
from bot.data_kinds.table import SECRETS, kind_names
from bot.incident import Involvement
from bot.language import Language, listed
from bot.phrases import contains_phrase, wanted
from bot.privacy.masking import PersonalKind, find_personal
from bot.privacy.typed_by_mistake import TYPED_BY_MISTAKE, is_only_a_number

TOPIC = "data_type"
# The order in which a message with several kinds is answered: what concerns people most comes first.
ORDER: tuple[Involvement, ...] = ("yes", "unknown", "no")
KIND_OF_TYPED: dict[PersonalKind, str] = {
    "card": "bank_card",
    "iban": "bank_account",
    "national_number": "national_registry_number",
    "identity_card": "identity_card",
    "sim": "sim_card_number",
    "email": "email",
}
PERSONS = frozenset({"partner", "children", "relatives"})


class ActionDataType(Action):
    def name(self) -> str:
        return "action_data_type"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        text = conversation.text
        typed = [item.kind for item in find_personal(text)]
        kinds = _kinds(text, typed, conversation.read.get(KINDS) or ())
        if kinds and not set(kinds) - PERSONS:
            # "And my wife's?" asks about a person, not about a kind of data.
            dispatcher.utter_message(response="utter_am_i_affected")
            return []
        if not kinds and is_only_a_number(text):
            dispatcher.utter_message(response="utter_never_type_it")
            return []
        if not kinds and conversation.topic_before == TOPIC:
            # "Are you sure?" asks about the kinds before.
            kinds = list(conversation.before.kinds)
        asked = [kind for kind in kinds if kind not in PERSONS]
        answer_kinds(dispatcher, asked, conversation.language, of_another=contains_phrase(text, "of_another"))
        if TYPED_BY_MISTAKE.intersection(typed):
            dispatcher.utter_message(response="utter_never_type_it")
        return []


def _kinds(text: str, typed: list[PersonalKind], named: Sequence[str]) -> list[str]:
    """The kinds of data asked about: those whose value was typed out (an IBAN), else those that the text names.

    `named`: those of its questions on them, where it asks several things.
    """
    written_out = [KIND_OF_TYPED[kind] for kind in dict.fromkeys(typed) if kind in KIND_OF_TYPED]
    return written_out or [*named] or recognise_kinds(wanted(text), incident().involvement)


def answer_kinds(
    dispatcher: CollectingDispatcher, kinds: list[str], language: Language, *, of_another: bool = False
) -> None:
    """Answer for each kind whether it is involved, also for somebody else; where no kind is named, ask which."""
    for involved in ORDER:
        group = [kind for kind in kinds if incident().involvement(kind) == involved]
        if group:
            secret = "_secret" if involved == "no" and SECRETS & {*group} else ""
            whose = "_of_another" if of_another and involved != "unknown" else ""
            dispatcher.utter_message(
                response=f"utter_data_type_{involved}{secret}{whose}",
                kinds=_listed(group, language, of_another=of_another),
                details={"data_type": group[0], "involved": involved, "kinds": group},
            )
    if not kinds:
        dispatcher.utter_message(
            response="utter_data_type_which", details={"data_type": None, "involved": "unknown", "kinds": []}
        )


def _listed(kinds: list[str], language: Language, *, of_another: bool) -> str:
    each = [kind_names()[kind][language] for kind in kinds]
    names = listed((_without_your(name, language) if of_another else name for name in each), language)
    return names[0].upper() + names[1:]


def _without_your(name: str, language: Language) -> str:
    return " ".join(word for word in name.split() if word not in phrases("your")[language])
