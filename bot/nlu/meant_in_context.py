"""The rules on what a message means in its conversation; those of danger and fraud are content/in_context.yml."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from bot.contacts.reading import still_wanted, tells_of_giving
from bot.content import in_context, incident
from bot.conversation.situation import TOLD_OF, Situation
from bot.conversation.subtopics import NONE, PLAINLY, topic_of
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.data_kinds.recogniser import recognise_kinds
from bot.glossary import find_terms
from bot.phrases import asks, begins_with_phrase, contains_phrase, without_phrases
from bot.privacy.masking import find_personal
from bot.privacy.typed_by_mistake import is_hardly_more
from bot.topics import OUT_OF_SCOPE, UNCLEAR, WITHOUT_MATTER, YES_OR_NO

PERSON = "ask_human"
FRAUD, APPROACHED = "report_fraud", "suspicious_contact"
PASTED = "check_message"
BRAND, OTHER_COMPANY = "scarlet", "other_company"
SISTER_BRAND = "other_company/sister_brand"
ERASE = "erase"
TAKEN_BACK = "deny"
OF_CALLS = ("unwanted_calls", "never_ask", "from_this_leak", "hotline")
WAIT_MAX_WORDS = 9
VERDICT_WANTED, TRUE_MAX_WORDS = "suspicious_contact/verdict_wanted", 5
ANOTHER_NUMBER = "hotline/another_number"
NUMBER_LEFT, NUMBER_LEFT_WITHIN = "suspicious_contact/left_a_number", 4
# What to answer who tells of a death, by what was read, and what is no question of that.
OF_A_DEATH = {
    "am_i_affected": "am_i_affected/deceased",
    "data_rights": "data_rights/deceased",
    "need_to_act": "need_to_act/for_deceased",
}
NOT_OF_A_DEATH = (FRAUD, PASTED, "crisis", "in_danger", "definition", "data_type")
AGAIN_OF_A_DEATH = 2
PLACE_MAX_WORDS = 5
GIVEN_MAX_WORDS = 3
ITEMS = re.compile(r",|;|/| et | en | and ", re.IGNORECASE)
SEVERAL_KINDS, MANY_ITEMS = 4, 9
DATA_KINDS = "data_type"
KIND_MAX_WORDS = 8
LISTS_OF_KINDS = ("data_affected", "data_not_affected")
ABOUT_DATA = (DATA_KINDS, *LISTS_OF_KINDS, "am_i_affected")
NEAR_TO_A_KIND = (*LISTS_OF_KINDS, "never_ask", "change_password", "am_i_affected")
NOT_OF_A_KIND = (DATA_KINDS, "definition", "crisis", "in_danger", FRAUD, APPROACHED, PASTED)
REPEAT_MAX_WORDS = 11
# Beside "never mind", so many words that mean something else than these want that instead.
WANTED_INSTEAD_WORDS = 3
NOT_WANTED_INSTEAD = ("affirm", TAKEN_BACK, UNCLEAR, OUT_OF_SCOPE)
# What is asked for by its name, whatever is to be said again.
ASKED_ANYWAY = ("hotline", "ask_human")
# What cannot be said again in other words.
NOT_AGAIN = (None, "", *WITHOUT_MATTER, UNCLEAR, OUT_OF_SCOPE, "help", "definition")
# What is said twice without being asked twice.
NOT_INSISTED = (*NOT_AGAIN, "complain", "suspicious_contact", "report_fraud", "crisis", "in_danger")
ANSWER_MAX_WORDS = 6
NAMED_MAX_WORDS = 5
PLACES = ("place_first", "place_second", "place_third")


def meant_in_danger(
    talk: DangerKind,
    best: str,
    words: str,
    earlier: list[str],
    *,
    subtopic: str = NONE,
    offered: str | None,
    is_sure: bool,
    asks: bool,
    asks_within: bool = True,
    is_hurt: bool = False,
    of_the_danger: str = NONE,
    elsewhere: str = NONE,
    told: Collection[str] = (),
) -> str:
    """What the topic `best` means in a conversation about danger, given the topics answered before (newest first).

    A guess never changes the subject: only what is surely a separate question is answered as one. Telling of a fraud is
    still about the danger, unless something was given away, which is urgent; a question on it is a question.
    `subtopic` is what the message plainly asks when it is read alone. In the message itself no danger was heard.
    `is_hurt`: somebody has hurt themselves already, and nothing else matters. `of_the_danger` is what it surely asks
    within the danger, `elsewhere` what it more surely asks of another topic; `told`: all topics spoken of.
    """
    rule = in_context()[talk]
    if is_hurt:
        return talk
    if subtopic in rule["answers_precisely"]:
        return topic_of(subtopic)
    for topic, phrase in rule["asked_for_at_once"].items():
        if contains_phrase(words, phrase):
            return str(topic)
    for topic, phrase in rule["asked_for"].items():
        is_asked = asks_within or len(words.split()) <= NAMED_MAX_WORDS
        if is_asked and contains_phrase(words, phrase) and topic in (best, *earlier):
            return str(topic)
        if best == topic and earlier[:1] == [topic]:
            return best
    if of_the_danger and not elsewhere and not (is_sure and best in rule["asked_surely"]):
        return talk
    if elsewhere and _passes(topic_of(elsewhere), words, rule, told):
        return topic_of(elsewhere)
    needed = rule["only_if_said"].get(best)
    if needed and not contains_phrase(words, needed):
        return talk
    if offered in rule["answers"].get(best, ()) or (best == FRAUD and (tells_of_giving(words) or (asks and is_sure))):
        return best
    only_says = any(contains_phrase(words, phrase) for phrase in rule["only_says"].get(best, ()))
    return best if is_sure and best not in rule["means_it_again"] and not only_says else talk


def _passes(topic: str, words: str, rule: dict[str, Any], told: Collection[str]) -> bool:
    """Whether what is asked precisely of `topic` is answered in a talk about danger."""
    if topic in rule["precisely_if_told"]:
        return topic in told
    only_says = any(contains_phrase(words, phrase) for phrase in rule["only_says"].get(topic, ()))
    return topic not in (*rule["never_precisely"], *DANGER_KINDS) and not only_says


def meant_of_an_offer(alone: str, words: str, offered: str | None) -> str | None:
    """The yes or no that accepts or refuses an offer; `alone` is the topic of the message by itself.

    Nothing is erased for who speaks of deleting, and begins with a no or says that it is not this chat.
    """
    if offered == ERASE and (begins_with_phrase(words, "says_no") or contains_phrase(words, "not_this_chat")):
        return TAKEN_BACK
    if alone not in YES_OR_NO:
        return None
    if offered and (offered == ERASE or len(words.split()) <= ANSWER_MAX_WORDS):
        return alone
    return "erase_chat" if alone == "affirm" and contains_phrase(words, "erase_it") else None


def meant_of_what_was_given(alone: str, words: str, before: Situation) -> bool | None:
    """A bare yes or no after "have you already clicked, paid or given something?": whether they did."""
    last = before.last_answer
    asked = last is not None and last.response in in_context()[APPROACHED]["asked_by"]
    return alone == "affirm" if asked and alone in YES_OR_NO and len(words.split()) <= GIVEN_MAX_WORDS else None


def meant_of_a_verdict(words: str, before: Situation) -> str | None:
    """ "So is it fraud or not?" after a message was looked at: about that message still."""
    was_looked_at = PASTED in (answer.topic for answer in before.answers)
    return PASTED if was_looked_at and contains_phrase(words, "fraud_or_not") else None


def asks_whether_true(words: str, before: Situation) -> str | None:
    """ "Is it true?" of a contact that was just told of."""
    is_short = len(words.split()) <= TRUE_MAX_WORDS and before.topics[:1] == [APPROACHED]
    return VERDICT_WANTED if is_short and contains_phrase(words, "is_it_true") else None


def meant_of_a_loss(best: str, text: str) -> str | None:
    """Who tells that they gave or paid something was not only approached."""
    is_caught = best in (APPROACHED, FRAUD) and tells_of_giving(text) and not still_wanted(text)
    return FRAUD if is_caught else None


def meant_of_a_number_left(words: str, before: Situation) -> str | None:
    """The subtopic for a number that a visitor or caller left, in a talk about them."""
    is_told = not TOLD_OF.isdisjoint(before.topics[:NUMBER_LEFT_WITHIN])
    return NUMBER_LEFT if is_told and contains_phrase(words, "left_a_number") else None


def asks_of_a_number(best: str, text: str) -> str | None:
    """The subtopic for who asks whether a number that they name is ours."""
    is_named = best == "hotline" and asks(text) and any(item.kind == "phone" for item in find_personal(text))
    return ANOTHER_NUMBER if is_named else None


def meant_of_nothing_happened(words: str, alone: str, before: Situation, *, is_sure: bool) -> str | None:
    """ "Nobody called me!", said in a talk about a fraud or a contact: what else the message asks, or a no."""
    if before.gave or TOLD_OF.isdisjoint(before.topics[:2]) or not contains_phrase(words, "nothing_happened"):
        return None
    return TAKEN_BACK if not is_sure or alone in (*TOLD_OF, *OF_CALLS, UNCLEAR, OUT_OF_SCOPE) else alone


def meant_of_a_click(best: str, words: str, before: Situation) -> str | None:
    """ "I clicked on it, is that bad?" after a message was looked at: not about what it is, but about what to do."""
    is_of_it = best == PASTED and before.topics[:1] == [PASTED]
    return FRAUD if is_of_it and contains_phrase(words, "clicked_on_it") else None


def meant_of_giving_nothing(text: str, before: Situation) -> str | None:
    """ "I filled in nothing", said in a talk about a fraud, a contact or a message, is about that."""
    is_short = len(text.split()) <= WAIT_MAX_WORDS and not asks(text)
    if not is_short or tells_of_giving(text) is not False or TOLD_OF.isdisjoint(before.topics):
        return None
    return FRAUD if FRAUD in before.topics else APPROACHED


def meant_of_a_death(best: str, words: str, before: Situation) -> str | None:
    """The subtopic for who tells, for the first time, that somebody died, or speaks of that person's data again."""
    if best == "data_rights" and before.grieves and contains_phrase(words, "of_that_person"):
        asked = OF_A_DEATH[best]
        return asked if before.times_said(f"utter_{asked}") < AGAIN_OF_A_DEATH else None
    if best in NOT_OF_A_DEATH or not contains_phrase(words, "somebody_died"):
        return None
    asked = OF_A_DEATH.get(best, OF_A_DEATH["am_i_affected"])
    return None if any(map(before.times_said, (f"utter_{one}" for one in OF_A_DEATH.values()))) else asked


def meant_of_a_kind(best: str, text: str, words: str, before: Situation, *, precisely: bool) -> str | None:
    """Who names a kind of data in few words asks of that one: "and my identity card?", "no, I mean my bank card".

    `precisely`: a precise question was read, which is what is asked of the lists of kinds.
    """
    if len(words.split()) > KIND_MAX_WORDS or best in NOT_OF_A_KIND or not TOLD_OF.isdisjoint(before.topics[:2]):
        return None
    asked_before = before.topics[:1] == [DATA_KINDS] and best in NEAR_TO_A_KIND
    and_mine = begins_with_phrase(words, "and_mine") and before.topics[:1] != ["never_ask"]
    is_of_one = asked_before or and_mine or (best in LISTS_OF_KINDS and not precisely)
    return DATA_KINDS if is_of_one and recognise_kinds(text, incident().involvement) else None


def meant_of_several_kinds(best: str, text: str) -> str | None:
    """Who lists kinds of data asks of each: "so my name, my address, my e-mail, my phone, and nothing else?"."""
    is_a_list = best not in NOT_OF_A_KIND and SEVERAL_KINDS <= len(ITEMS.split(text)) <= MANY_ITEMS
    if not is_a_list or not asks(text) or len(recognise_kinds(text, incident().involvement)) < SEVERAL_KINDS:
        return None
    return DATA_KINDS


def meant_of_a_brand(best: str, words: str) -> str | None:
    """A brand that is neither of the two that we know of is another company."""
    names_it = best in (BRAND, OTHER_COMPANY) and contains_phrase(words, "sister_brands")
    return OTHER_COMPANY if names_it else None


def meant_of_the_steps(alone: str, words: str, earlier: list[str]) -> str | None:
    """ "It is done", said after the steps against a fraud, does not accept the person offered beside them."""
    is_done = alone == "affirm" and earlier[:1] == [FRAUD] and contains_phrase(words, "steps_done")
    return FRAUD if is_done else None


def meant_of_a_place(words: str, before: Situation) -> str | None:
    """ "The second one" or "2": the topic of the button at that position, if buttons were offered."""
    last = before.last_answer
    buttons = last.buttons if last else ()
    if not buttons or len(words.split()) > PLACE_MAX_WORDS:
        return None
    for place, name in enumerate(PLACES):
        if contains_phrase(words, name):
            return buttons[place] if place < len(buttons) else None
    return buttons[-1] if contains_phrase(words, "place_last") else None


def meant_of_insisting(alone: str, before: Situation) -> str | None:
    """A customer who repeats a question that got another answer means what they say."""
    last = before.turns[-1].meant if before.turns else None
    insists = last is not None and alone == last.alone != last.topic and alone not in NOT_INSISTED
    return alone if insists else None


def meant_of_a_repeat(text: str, words: str, alone: str, before: Situation) -> str | None:
    """ "Say it more simply" means the topic before; "never mind" means no topic, unless something else is wanted."""
    if len(words.split()) > REPEAT_MAX_WORDS:
        return None
    if contains_phrase(words, "takes_back"):
        rest = len(without_phrases(words, "takes_back").split())
        return TAKEN_BACK if rest < WANTED_INSTEAD_WORDS or alone in NOT_WANTED_INSTEAD else alone
    if alone in ASKED_ANYWAY:
        return None  # "say the number again"
    topic = before.topics[0] if before.topics else None
    last = before.last_answer
    can_be_said_again = topic not in NOT_AGAIN or (last is not None and "/" in last.response)
    is_asked = can_be_said_again and contains_phrase(words, "say_again") and not find_terms(text)
    return topic if is_asked else None


def said_again(before: Situation) -> str:
    """The response for a customer who wants the last answer again: its next text, or the topic in plain words."""
    last = before.last_answer
    assert last is not None, "only what was said can be said again"
    precisely = last.response.removeprefix("utter_")
    return precisely if topic_of(precisely) != precisely else f"{last.topic}/{PLAINLY}"


def meant_after_fraud(
    best: str, words: str, earlier: list[str], subtopic: str = NONE, *, gave_nothing: bool = False
) -> str:
    """Whoever was just defrauded, or called, never hears that nothing needs to be done; `earlier` is newest first.

    A subtopic is answered where its answer suits them, too. Who surely gave nothing is no victim.
    """
    for fresh, rule in in_context().items():
        if fresh in earlier[: rule.get("fresh_for", 0)]:
            if subtopic and {subtopic, topic_of(subtopic)} & {*rule.get("answers_precisely", ())}:
                return best
            said = (topic for phrase, topic in rule.get("if_said", {}).items() if contains_phrase(words, phrase))
            if topic := next(said, None):
                return str(topic)
            if gave_nothing and fresh == FRAUD:
                return APPROACHED if best in rule["means"] and best in rule["not_beside"] else best
            phrase = rule.get("only_if_said", {}).get(best)
            return best if phrase and not contains_phrase(words, phrase) else str(rule["means"].get(best, best))
    return best


def meant_of_own_duties(best: str, words: str) -> str | None:
    """A company that asks about its own duties must not hear the answer for customers, that there is nothing to do."""
    return "data_rights" if best in ("need_to_act", "authorities") and contains_phrase(words, "as_a_company") else None


def meant_of_a_number_typed(text: str) -> str | None:
    """A code or a number of one's own, with hardly a word: whoever types it is warned, and asks of it at most."""
    return "data_type" if is_hardly_more(text) else None


def meant_of_a_number_lost(words: str) -> str | None:
    """The network is gone and somebody else may have the number: that is urgent, and no question on our services."""
    return FRAUD if contains_phrase(words, "no_network") and contains_phrase(words, "sim_taken_over") else None


def meant_of_the_wait(best: str, text: str) -> str | None:
    """What a customer in the queue means who speaks of the wait; fraud and questions on the incident come first."""
    if best in TOLD_OF or len(text.split()) > WAIT_MAX_WORDS or contains_phrase(text, "not_the_wait"):
        return None
    if contains_phrase(text, "wait_no_more"):
        return "deny"
    return "ask_human" if contains_phrase(text, "about_the_wait") else None
