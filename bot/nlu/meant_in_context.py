"""The rules on what a message means in its conversation; those of danger and fraud are content/in_context.yml."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from bot.contacts.blackmail import BLACKMAIL
from bot.contacts.given import CLICK, read_given
from bot.contacts.reading import read_contact, still_wanted, tells, tells_of_giving
from bot.content import in_context, incident, subtopic_titles, topic_titles
from bot.conversation.situation import TOLD_OF, Situation
from bot.conversation.subtopics import NONE, PLAINLY, VERDICT_WANTED, topic_of
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.data_kinds.recogniser import recognise_kinds
from bot.data_kinds.table import SECRETS
from bot.fraud.pasted import is_plainly_pasted, names_a_false_address
from bot.glossary import find_terms
from bot.phrases import (
    asks,
    asks_within,
    begins_with_phrase,
    contains_phrase,
    is_correction,
    wanted,
    what_is_asked,
    without_phrases,
)
from bot.privacy.masking import find_personal
from bot.privacy.typed_by_mistake import TYPED_BY_MISTAKE, is_hardly_more
from bot.text_folding import plain_words
from bot.topics import OUT_OF_SCOPE, UNCLEAR, WITHOUT_MATTER, YES_OR_NO

PERSON = "ask_human"
PERSON_WITHIN = 3  # messages
FRAUD, APPROACHED = "report_fraud", "suspicious_contact"
PASTED, NEVER_ASK, NEED_TO_ACT = "check_message", "never_ask", "need_to_act"
BRAND, OTHER_COMPANY = "scarlet", "other_company"
FROM_THIS_LEAK = "from_this_leak"
SISTER_BRAND = "other_company/sister_brand"
ERASE, ERASE_MAX_WORDS = "erase", 9
TAKEN_BACK = "deny"
OF_CALLS = ("unwanted_calls", "never_ask", "from_this_leak", "hotline")
WAIT_MAX_WORDS = 9
TRUE_MAX_WORDS = 5
ANOTHER_NUMBER = "hotline/another_number"
# What tells of a loss, or asks for what stops one, without a word of giving.
URGENT = ("no_network", "sim_taken_over", "asks_to_block", "clicked_on_it", "opened_a_file")
OF_CHANNELS = ("official_channels", "hotline", "spot_fraud", "data_rights")
SHORT_NUMBER = re.compile(r"(?<![\d/.])(?!0800)\d{4}(?![\d/.])")  # a sender of text messages
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
ITEM_MAX_WORDS = 5
DATA_KINDS = "data_type"
KIND_MAX_WORDS, NAME_MAX_WORDS = 8, 2
SENT_CODE = "otp_code"
LEAK_MAX_WORDS, DENIAL_MAX_WORDS = 15, 8
DEVICE, FIRST_STEP = "report_fraud/device_infected", "report_fraud/first_step"
OF_A_DEVICE = {"remote": "report_fraud/remote_program", "file": "report_fraud/file_downloaded"}
# What is asked of the data alone, and what a victim hears instead, who gave more than those.
TO_A_VICTIM = {
    "risks/bank_account": "report_fraud/tell_bank",
    "data_not_affected/money_at_risk": "report_fraud/tell_bank",
    "need_to_act/tell_bank": "report_fraud/tell_bank",
    "risks/sim_swap": "report_fraud/no_network",
}
MEANS_AT_HAND = "crisis/means_at_hand"
NOT_OF_A_VICTIM = ("change_password", NEED_TO_ACT, "hotline", "data_not_affected")
BLOCK_ITSME, ONLY_CLICKED = "report_fraud/block_itsme", "report_fraud/only_clicked"
IN_WRITING = "cannot_phone/card_stop_without_phone"
PROMISED_MONEY = "suspicious_contact/promised_money"
OF_A_VICTIM = (
    *(DEVICE, FIRST_STEP, BLOCK_ITSME, ONLY_CLICKED, IN_WRITING, f"{FRAUD}/tell_bank", f"{APPROACHED}/tell_bank"),
    *BLACKMAIL,
)
MONEY_AT_RISK = "data_not_affected/money_at_risk"
LISTS_OF_KINDS = ("data_affected", "data_not_affected")
ABOUT_DATA = (DATA_KINDS, *LISTS_OF_KINDS, "am_i_affected")
NEAR_TO_A_KIND = (*LISTS_OF_KINDS, "never_ask", "change_password", "am_i_affected")
NOT_OF_A_KIND = (DATA_KINDS, "definition", "crisis", "in_danger", FRAUD, APPROACHED, PASTED)
REST_MAX_WORDS = 10
REPEAT_MAX_WORDS = 11
# Beside "never mind", so many words that mean something else than these want that instead.
WANTED_INSTEAD_WORDS = 3
NOT_WANTED_INSTEAD = ("affirm", TAKEN_BACK, UNCLEAR, OUT_OF_SCOPE)
COMPLAIN, ERASE_CHAT = "complain", "erase_chat"
CORRECTION_MAX_WORDS = 14
KINDS_WITHIN = 3  # messages
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
    asks: bool = True,
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
        is_asked = asks or len(words.split()) <= NAMED_MAX_WORDS
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


def meant_of_an_offer(alone: str, words: str, offered: str | None, *, is_sure: bool) -> str | None:
    """The yes or no that accepts or refuses an offer; `alone` is the topic of the message by itself.

    `is_sure`: that is no mere guess, as of "urgent!!!". Nothing is erased for who speaks of deleting, and begins with a
    no or says that it is not this chat.
    """
    refuses = begins_with_phrase(words, "says_no")
    if offered == ERASE and (refuses or contains_phrase(words, "not_this_chat")):
        return TAKEN_BACK
    if offered == "human" and refuses and len(words.split()) <= GIVEN_MAX_WORDS:
        return TAKEN_BACK
    is_short = len(words.split()) <= (ERASE_MAX_WORDS if offered == ERASE else GIVEN_MAX_WORDS)
    is_wanted = contains_phrase(words, "erase_it") and not contains_phrase(words, "not_yet_erased")
    if is_wanted and is_short and alone != TAKEN_BACK:
        if offered == ERASE:
            return "affirm"
        if alone == ERASE_CHAT:
            return ERASE_CHAT
    if alone not in YES_OR_NO or not is_sure:
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
    return PASTED if _was_looked_at(before) and contains_phrase(words, "fraud_or_not") else None


def meant_of_the_signs(words: str, before: Situation) -> str | None:
    """ "What were the signs again?" after a message was looked at."""
    return PASTED if _was_looked_at(before) and contains_phrase(words, "asks_for_the_signs") else None


def asks_of_nothing_shown(best: str, text: str, before: Situation) -> str | None:
    """The subtopic for who asks whether a message is fake that was never shown here."""
    is_asked = best == PASTED and asks(text) and contains_phrase(text, "fraud_or_not")
    return VERDICT_WANTED if is_asked and not _was_looked_at(before) and not is_plainly_pasted(text) else None


def _was_looked_at(before: Situation) -> bool:
    """Whether a message was shown here, and looked at."""
    return PASTED in (answer.topic for answer in before.answers)


def meant_of_asking_for_a_person(words: str, before: Situation) -> str | None:
    """ "How do I ask for that person?", "can I leave a message?", in a talk about a person, asks for one."""
    is_of_a_person = not {PERSON, "cannot_phone"}.isdisjoint(before.topics[:PERSON_WITHIN])
    asks_it = contains_phrase(words, "how_to_ask_for_a_person") or contains_phrase(words, "leave_a_message")
    return PERSON if is_of_a_person and asks_it else None


def meant_of_a_corrected_kind(alone: str, text: str, before: Situation) -> str | None:
    """Another kind of data than the one answered for, "not the card, the number on it", or one "in the leak"."""
    if alone == PASTED or not recognise_kinds(wanted(text), incident().involvement):
        return None
    of_the_leak = alone == DATA_KINDS and asks(text) and contains_phrase(text, "of_the_leak")
    is_short = len(text.split()) <= CORRECTION_MAX_WORDS and before.topics[:1] == [DATA_KINDS]
    corrects = is_short and is_correction(text) and tells_of_giving(text) is None
    is_of_kinds = DATA_KINDS in before.topics[:KINDS_WITHIN] and FRAUD not in before.topics
    insists = is_of_kinds and contains_phrase(text, "yes_or_no") and not tells_of_giving(text)
    return DATA_KINDS if of_the_leak or corrects or insists else None


def asks_whether_true(words: str, before: Situation) -> str | None:
    """ "Is it true?" of a contact that was just told of."""
    is_short = len(words.split()) <= TRUE_MAX_WORDS and before.topics[:1] == [APPROACHED]
    return VERDICT_WANTED if is_short and contains_phrase(words, "is_it_true") else None


def meant_of_a_loss(best: str, text: str, *, names_it: bool, is_news: bool) -> str | None:
    """Who tells that they gave or paid something was not only approached, nor asks what to do because of the incident.

    `names_it`: a code, a card or the like is what they gave: a bill that was paid is none. `is_news`: no fraud was told
    before, so that whether it comes from the leak waits until what is urgent was said.
    """
    may_be = best in (APPROACHED, FRAUD) or (best == NEED_TO_ACT and names_it) or (best == FROM_THIS_LEAK and is_news)
    return FRAUD if may_be and tells_of_giving(text) and not still_wanted(text) else None


def meant_of_a_number_left(words: str, before: Situation) -> str | None:
    """The subtopic for a number that a visitor or caller left, in a talk about them."""
    is_told = not TOLD_OF.isdisjoint(before.topics[:NUMBER_LEFT_WITHIN])
    return NUMBER_LEFT if is_told and contains_phrase(words, "left_a_number") else None


def asks_of_a_false_address(best: str, text: str) -> str | None:
    """Who asks whether a number, site or mailbox is ours, and names one that bears signs of fraud, shows a message."""
    is_asked = best in OF_CHANNELS and asks_within(text)
    return PASTED if is_asked and names_a_false_address(text) else None


def asks_of_a_number(best: str, text: str, before: Situation) -> str | None:
    """The subtopic for who asks whether a number that they name is ours, or one from which a message came."""
    if best != "hotline" or not asks(text):
        return None
    if any(item.kind == "phone" for item in find_personal(text)):
        return ANOTHER_NUMBER
    is_of_a_message = SHORT_NUMBER.search(text) and not TOLD_OF.isdisjoint(before.topics[:1])
    return VERDICT_WANTED if is_of_a_message else None


def meant_of_nothing_happened(
    best: str, text: str, words: str, alone: str, before: Situation, *, is_sure: bool
) -> str | None:
    """ "Nobody called me!", said in a talk about a fraud or a contact: what else the message asks, or a no.

    Who plainly told of one gave nothing perhaps, and yet something happened; who told of none is believed.
    """
    opened = any(contains_phrase(words, name) for name in ("clicked_on_it", "opened_a_file"))
    if opened or not {CLICK, *OF_A_DEVICE}.isdisjoint(before.given) or (before.gave and before.given):
        return None
    in_talk = not TOLD_OF.isdisjoint(before.topics[:2])
    only_denies = not asks(text) and len(words.split()) <= DENIAL_MAX_WORDS
    denies = not (asks(text) or before.was_told) and (best in TOLD_OF or only_denies)
    misread = contains_phrase(words, "nothing_happened") and (in_talk or denies)
    if misread and before.gave and before.was_told:
        return None
    taken_for_a_victim = FRAUD in before.topics and tells_of_giving(text) is False
    only_heard = taken_for_a_victim or contains_phrase(words, "only_the_letter")
    if not misread and (not only_heard or before.was_told or TOLD_OF.isdisjoint(before.topics)):
        return None
    if asks(text) and recognise_kinds(text, incident().involvement):
        return DATA_KINDS
    of_it = (*TOLD_OF, *OF_CALLS, TAKEN_BACK, UNCLEAR, OUT_OF_SCOPE)
    if is_sure and alone not in of_it and not only_denies:
        return alone
    return best if asks(text) and best not in of_it else TAKEN_BACK


def meant_of_a_click(best: str, words: str, before: Situation) -> str | None:
    """ "I clicked on it, is that bad?" after a message was looked at: not about what it is, but about what to do."""
    is_of_it = (best == PASTED and before.topics[:1] == [PASTED]) or best == "cannot_phone"
    return FRAUD if is_of_it and contains_phrase(words, "clicked_on_it") else None


def asks_of_promised_money(best: str, text: str) -> str | None:
    """A message that promises money is a fraud, whoever it names."""
    is_told = contains_phrase(text, "about_a_message") and tells(text, "promised_money")
    return PROMISED_MONEY if is_told and best not in (FRAUD, PASTED) else None


def meant_of_giving_nothing(text: str, before: Situation) -> str | None:
    """ "I filled in nothing", said in a talk about a fraud, a contact or a message, is about that."""
    is_short = len(text.split()) <= WAIT_MAX_WORDS and not asks(text)
    if not is_short or tells_of_giving(text) is not False or TOLD_OF.isdisjoint(before.topics):
        return None
    return FRAUD if FRAUD in before.topics else APPROACHED


def meant_of_a_call_over(best: str, text: str, words: str) -> str | None:
    """ "Nobody is on the line, he is gone" is about a contact, whatever else it sounds like."""
    is_over = not asks(text) and contains_phrase(words, "call_is_over")
    return APPROACHED if is_over and best not in TOLD_OF else None


def meant_of_a_death(best: str, text: str, words: str, before: Situation) -> str | None:
    """The subtopic for who tells, for the first time, that somebody died, or speaks of that person's data again."""
    if best == "data_rights" and before.grieves and contains_phrase(words, "of_that_person"):
        asked = OF_A_DEATH[best]
        return asked if before.times_said(f"utter_{asked}") < AGAIN_OF_A_DEATH else None
    if best in NOT_OF_A_DEATH or not contains_phrase(words, "somebody_died") or read_contact(text).way == "visit":
        return None  # who stands at the door comes before
    asked = OF_A_DEATH.get(best, OF_A_DEATH["am_i_affected"])
    return None if any(map(before.times_said, (f"utter_{one}" for one in OF_A_DEATH.values()))) else asked


def meant_of_a_kind(
    best: str, text: str, words: str, before: Situation, *, precisely: bool, is_unsure: bool = False
) -> str | None:
    """Who names a kind of data in few words asks of that one: "and my identity card?", "no, I mean my bank card".

    `precisely`: a precise question was read, which is what is asked of the lists of kinds. `is_unsure`: nothing was
    read that would be answered, so that a question that names a kind is one on it.
    """
    if len(words.split()) > KIND_MAX_WORDS or best in NOT_OF_A_KIND or not TOLD_OF.isdisjoint(before.topics[:2]):
        return None
    asked_before = before.topics[:1] == [DATA_KINDS] and best in NEAR_TO_A_KIND
    and_mine = begins_with_phrase(words, "and_mine") and before.topics[:1] != [NEVER_ASK]
    only_names_it = len(words.split()) <= NAME_MAX_WORDS
    is_of_a_list = best in LISTS_OF_KINDS and (only_names_it or not precisely)
    is_of_one = asked_before or and_mine or is_of_a_list or (is_unsure and asks(text))
    return DATA_KINDS if is_of_one and recognise_kinds(text, incident().involvement) else None


def meant_of_a_secret_named(best: str, text: str, words: str, before: Situation) -> str | None:
    """ "And my SMS code?", after what is never asked for, is about that still."""
    goes_on = best == DATA_KINDS and before.topics[:1] == [NEVER_ASK] and begins_with_phrase(words, "and_mine")
    is_secret = goes_on and not {*SECRETS, SENT_CODE}.isdisjoint(recognise_kinds(text, incident().involvement))
    return NEVER_ASK if is_secret else None


def meant_of_several_kinds(best: str, text: str) -> str | None:
    """Who lists kinds of data asks of each: "so my name, my address, my e-mail, my phone, and nothing else?"."""
    items = ITEMS.split(text)
    if best in NOT_OF_A_KIND or not SEVERAL_KINDS <= len(items) <= MANY_ITEMS or not asks(text):
        return None
    # A story names kinds as well, in longer parts.
    named = [
        one for one in items if len(one.split()) <= ITEM_MAX_WORDS and recognise_kinds(one, incident().involvement)
    ]
    return DATA_KINDS if len(named) >= SEVERAL_KINDS - 1 else None


def meant_of_a_brand(best: str, words: str) -> str | None:
    """A brand that is neither of the two that we know of is another company."""
    names_it = best in (BRAND, OTHER_COMPANY) and contains_phrase(words, "sister_brands")
    return OTHER_COMPANY if names_it else None


def meant_of_the_steps(alone: str, words: str, earlier: list[str]) -> str | None:
    """ "It is done", said after the steps against a fraud, does not accept the person offered beside them."""
    is_done = alone == "affirm" and earlier[:1] == [FRAUD] and contains_phrase(words, "steps_done")
    return FRAUD if is_done else None


def meant_of_a_place(words: str, before: Situation) -> str | None:
    """ "The second one", "2" or what stands on it: the topic of that button, if buttons were offered."""
    last = before.last_answer
    buttons = last.buttons if last else ()
    if typed := next((button for button in buttons if words in _titles(button)), None):
        return typed
    if not buttons or len(words.split()) > PLACE_MAX_WORDS:
        return None
    for place, name in enumerate(PLACES):
        if contains_phrase(words, name):
            return buttons[place] if place < len(buttons) else None
    return buttons[-1] if contains_phrase(words, "place_last") else None


def _titles(button: str) -> list[str]:
    """What stands on a button, folded, in each language."""
    titles = (subtopic_titles() if topic_of(button) != button else topic_titles()).get(button, {})
    return [plain_words(title) for title in titles.values()]


def asks_for_the_rest(words: str, before: Situation) -> str | None:
    """What "and my first question?" asks, a topic or subtopic: what was left of several questions unanswered."""
    left = before.turns[-1].meant.left if before.turns else ()
    is_all = len(words.split()) <= REST_MAX_WORDS and contains_phrase(words, "wants_the_rest")
    return next((one for one in left if one), None) if is_all else None


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
        if contains_phrase(words, "not_understood"):
            return COMPLAIN
        rest = len(without_phrases(words, "takes_back").split())
        is_wanted = alone not in NOT_WANTED_INSTEAD and (
            alone != ERASE_CHAT or contains_phrase(words, "erase_this_chat") or contains_phrase(words, "erase_it")
        )
        return alone if is_wanted and rest >= WANTED_INSTEAD_WORDS else TAKEN_BACK
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
            if contains_phrase(words, "names_a_tv") and best == "service_impact":
                return best
            if gave_nothing and fresh == FRAUD:
                return APPROACHED if best in rule["means"] and best in rule["not_beside"] else best
            phrase = rule.get("only_if_said", {}).get(best)
            return best if phrase and not contains_phrase(words, phrase) else str(rule["means"].get(best, best))
    return best


def asks_of_the_device(best: str, text: str, words: str, before: Situation) -> str | None:
    """ "Is there a virus on it?" of who opened a link is about that, and not about what the data alone allow."""
    if asks_within(text) and contains_phrase(words, "names_a_device"):
        items = (*read_given(text, goes_on=True).items, *before.given)
        if opened := next((OF_A_DEVICE[item] for item in items if item in OF_A_DEVICE), None):
            return opened
    clicked = CLICK in before.given or contains_phrase(words, "clicked_on_it")
    is_asked = asks(text) and any(contains_phrase(words, one) for one in ("asks_of_virus", "asks_of_an_app"))
    return DEVICE if clicked and is_asked and not TOLD_OF.isdisjoint(before.topics) and best != DATA_KINDS else None


def _is_victim(topics: Collection[str], before: Situation) -> bool:
    """Whether a fraud is among these topics of the conversation, and it was not said that nothing was given."""
    return FRAUD in topics and before.gave is not False


def asks_of_their_bank(text: str, words: str, before: Situation) -> str | None:
    """The subtopic for who asks, after a fraud or a contact, whether the bank is to be called."""
    words = plain_words(what_is_asked(text)) or words
    of_the_bank = contains_phrase(words, "whether_to_call_the_bank") and not contains_phrase(words, "police")
    is_victim = _is_victim(before.spoken_of, before)
    of_them = is_victim and contains_phrase(words, "whether_to_call_them")
    of_it = is_victim and contains_phrase(words, "the_bank") and contains_phrase(words, "yes_or_no")
    is_asked = asks(text) or contains_phrase(words, "yes_or_no")
    is_told = is_victim or not TOLD_OF.isdisjoint(before.topics[:4])
    if not (is_asked and is_told and (of_the_bank or of_them or of_it)):
        return None
    return f"{FRAUD if is_victim else APPROACHED}/tell_bank"


def asks_of_itsme(words: str) -> str | None:
    """The subtopic for who asks whether itsme is to be blocked."""
    return BLOCK_ITSME if contains_phrase(words, "block_itsme") else None


def tells_of_a_click(text: str, words: str, before: Situation) -> str | None:
    """The subtopic for who says, in a talk about a contact, that a link was opened and that this is all."""
    is_all = contains_phrase(words, "that_is_all") and tells_of_giving(text) is not True
    is_click = contains_phrase(words, "clicked_on_it") and not TOLD_OF.isdisjoint(before.topics[:3])
    return ONLY_CLICKED if is_all and is_click else None


def asks_what_first(words: str, before: Situation) -> str | None:
    """The subtopic for a victim who asks what comes first."""
    return FIRST_STEP if _is_victim(before.topics[:4], before) and contains_phrase(words, "what_first") else None


def asks_in_writing(words: str, before: Situation) -> str | None:
    """The subtopic for a victim who cannot phone, and asks how Card Stop or the bank is reached then."""
    is_victim = _is_victim(before.topics, before)
    return IN_WRITING if before.cannot_speak and is_victim and contains_phrase(words, "whom_to_write_to") else None


def nothing_was_told(text: str, before: Situation) -> bool:
    """Whether neither `text` nor what was said before tells of a fraud, of something given, clicked or opened."""
    is_told = FRAUD in before.spoken_of or before.gave or before.was_told or tells_of_giving(text)
    return not is_told and not any(contains_phrase(text, name) for name in URGENT)


def meant_of_no_loss(text: str, alone: str, before: Situation, *, is_sure: bool, is_surely_told: bool) -> str | None:
    """What a message means that is a fraud only by its conversation, where nobody told of having lost anything.

    Who was only approached, or asks the price of a call, must not read the steps of a victim. `is_surely_told`: read
    alone it is no mere guess.
    """
    if (alone == FRAUD and is_surely_told) or before.no_network or not nothing_was_told(text, before):
        return None
    if is_sure and alone not in (FRAUD, *WITHOUT_MATTER, OUT_OF_SCOPE, *DANGER_KINDS):
        return alone
    return APPROACHED if APPROACHED in before.spoken_of else None


def meant_of_who_waits(best: str, text: str) -> str | None:
    """ "He is waiting, what do I do?" never hears that nothing needs to be done, whatever was read before it."""
    return APPROACHED if best == "need_to_act" and read_contact(text).now else None


def meant_of_own_duties(best: str, words: str) -> str | None:
    """A company that asks about its own duties must not hear the answer for customers, that there is nothing to do."""
    return "data_rights" if best in ("need_to_act", "authorities") and contains_phrase(words, "as_a_company") else None


def meant_of_a_number_typed(text: str) -> str | None:
    """A code or a number of one's own, with hardly a word: whoever types it is warned, and asks of it at most."""
    return "data_type" if is_hardly_more(text) else None


def meant_of_a_secret_typed(text: str, before: Situation, *, is_unsure: bool) -> str | None:
    """Who types a password or a number of their own, and nobody knows what for, is warned, as of a kind of data."""
    is_typed = is_unsure and TOLD_OF.isdisjoint(before.spoken_of)
    return "data_type" if is_typed and any(one.kind in TYPED_BY_MISTAKE for one in find_personal(text)) else None


def meant_of_a_number_lost(text: str, words: str, before: Situation) -> str | None:
    """The network is gone and somebody else may have the number: that is urgent, and no question on our services.

    So it may be after a call or a code, or where a fraud was spoken of; later, too, as long as the operator does not
    know, whatever is asked of the number or of what comes first.
    """
    if before.no_network and contains_phrase(words, "asks_of_the_number"):
        return FRAUD
    if not contains_phrase(words, "no_network"):
        return None
    told = read_contact(text)
    of_a_fraud = before.was_told or not TOLD_OF.isdisjoint(before.spoken_of) or told.way == "call" or told.gave
    return FRAUD if of_a_fraud or contains_phrase(words, "sim_taken_over") else None


def meant_of_the_leak(best: str, text: str, words: str, before: Situation) -> str | None:
    """ "Was my national number in it, yes or no?" is about the incident, whatever was told of a fraud before.

    So is what names a kind of data after an answer on one, with no word of a contact or of giving it.
    """
    if tells_of_giving(text) or not recognise_kinds(text, incident().involvement):
        return None
    is_of_it = contains_phrase(words, "in_the_leak")
    if best not in (FRAUD, APPROACHED, DATA_KINDS) or (contains_phrase(words, "asks_to_block") and not is_of_it):
        return None
    if (asks(text) or contains_phrase(words, "yes_or_no")) and is_of_it:
        return DATA_KINDS
    goes_on = before.topics[:1] == [DATA_KINDS] and len(words.split()) <= LEAK_MAX_WORDS and not before.gave
    return DATA_KINDS if goes_on and not read_contact(text).way else None


def asks_of_what_data_allow(asked: str, before: Situation) -> str | None:
    """The subtopic for a victim who asks what was read as a question on the data alone, given what it is."""
    return TO_A_VICTIM.get(asked) if _is_victim(before.spoken_of, before) else None


def has_the_means(text: str, words: str) -> str | None:
    """The subtopic for who wants to die and names what they could take."""
    return MEANS_AT_HAND if contains_phrase(words, "what_is_taken") and not asks(text) else None


def asks_of_the_money(text: str, words: str, before: Situation) -> str | None:
    """The subtopic for who was told of the incident only, and asks whether their money is still there."""
    is_victim = before.was_told or FRAUD in before.topics or tells_of_giving(text)
    return MONEY_AT_RISK if asks(text) and not is_victim and contains_phrase(words, "money_still_there") else None


def meant_of_the_bank(best: str, text: str, words: str, before: Situation) -> str | None:
    """ "Do I have to call them, and what do I tell them?" of a victim is about the bank, and not about our number.

    So is a code of theirs that is no password: that of itsme, or of the SIM card.
    """
    is_victim = _is_victim(before.topics, before)
    if is_victim and best == "change_password" and not {"itsme", "sim_code"}.isdisjoint(before.given):
        return FRAUD if contains_phrase(words, "names_a_pin") else None
    if is_victim and best in NOT_OF_A_VICTIM and contains_phrase(words, "asks_to_block"):
        return FRAUD
    of_it = contains_phrase(words, "calls_them") or (best == "hotline" and contains_phrase(words, "the_bank"))
    return FRAUD if is_victim and of_it else None


def meant_of_the_wait(best: str, text: str) -> str | None:
    """What a customer in the queue means who speaks of the wait; fraud and questions on the incident come first."""
    if best in TOLD_OF or len(text.split()) > WAIT_MAX_WORDS or contains_phrase(text, "not_the_wait"):
        return None
    if contains_phrase(text, "wait_no_more"):
        return "deny"
    return "ask_human" if contains_phrase(text, "about_the_wait") else None
