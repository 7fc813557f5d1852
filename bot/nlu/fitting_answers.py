"""Whether an answer fits who asks: many presuppose something that was told, and would hurt or mislead without it."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contacts.blackmail import WHETHER_TO_PAY, tells_of_blackmail
from bot.contacts.given import NOTHING_SAID
from bot.contacts.reading import read_contact, tells_of_giving
from bot.contacts.table import pattern
from bot.content import in_context, incident
from bot.conversation.situation import TOLD_OF, Situation
from bot.conversation.subtopics import topic_of
from bot.conversation.turns import ACTS, CORRECTS, GIVEN_ITEMS
from bot.danger.kinds import is_danger_kind
from bot.danger.plain import plainly_said
from bot.data_kinds.recogniser import recognise_kinds
from bot.data_kinds.table import SECRETS
from bot.fraud.pasted import is_plainly_pasted
from bot.nlu.conversation_reader import ranked_questions
from bot.nlu.step import PART_OF
from bot.nlu.topic_scores import belief
from bot.phrases import asks_within, contains_phrase, is_correction
from bot.text_folding import plain_words
from bot.topics import ABOUT_ALL

# Answers that would hurt who meant something else, and the words (content/phrases.yml) that say that they fit.
FITS_IF_SAID = {
    **dict.fromkeys(("am_i_affected/deceased", "need_to_act/for_deceased"), "somebody_died"),
    **dict.fromkeys(("data_rights/deceased", "unwanted_calls/for_deceased"), "somebody_died"),
    **dict.fromkeys(("report_fraud/only_clicked", "report_fraud/gave_nothing"), "gave_nothing"),
    "report_fraud/device_infected": "asks_of_device",
    "report_fraud/on_hold": "on_hold",
    "report_fraud/lent_account": "lent_for_money",
    "report_fraud/police_obligatory": "names_a_report",
    "am_i_affected/holder_or_user": "holder_of_a_contract",
    "report_fraud/customer_number_given": "customer_number",
    "from_this_leak/know_bank": "names_a_bank",
    "legal_claim/authority_money": "names_the_authority",
    "suspicious_contact/family_new_number": "names_a_new_number",
    "suspicious_contact/whatsapp_unknown": "names_a_chat_app",
    "suspicious_contact/child_called": "names_a_child",
    "am_i_affected/child_in_my_name": "names_a_child",
    "am_i_affected/which_of_my_details": "which_of_two",
    "report_fraud/new_number_family": "names_a_new_number",
    "report_fraud/change_sim_pin": "names_a_pin",
    **dict.fromkeys(("report_fraud/itsme_pin", "report_fraud/block_itsme"), "names_itsme"),
}
# The same, and others that would hurt, or comfort wrongly: subtopics, and topics with all of theirs.
MAY_HURT = {
    *FITS_IF_SAID,
    *("report_fraud/stopped_in_time", "report_fraud/all_done", "report_fraud/old_settled"),
    *("report_fraud/nothing_missing", "report_fraud/device_what_to_do", "report_fraud/deleted_proof"),
    *("report_fraud/typed_not_sent", "am_i_affected/business", "need_to_act/for_company"),
    *("report_fraud/name_address_given", "report_fraud/email_given", "ask_human/no_person_wanted"),
    *("suspicious_contact/only_picked_up", "suspicious_contact/replied_no_data", "suspicious_contact/opened_only"),
    *("suspicious_contact/did_refuse", "suspicious_contact/turned_out_fine", "report_fraud/last_digits_given"),
    *("thank/sarcastic_thanks", "data_affected/short_list", "check_message", "crisis", "in_danger"),
}
# What is said to who asks for somebody else: it fits where one is named.
FOR_ANOTHER = {
    *("cannot_phone/for_someone_else", "from_this_leak/for_someone_else", "data_rights/for_someone_else"),
    *("change_password/for_other", "hotline/someone_else_calls", "report_fraud/bank_for_other"),
    *("report_fraud/card_stop_for_other", "report_fraud/for_relative_steps", "report_fraud/relative_afraid"),
    *("report_fraud/relative_forgot", "report_fraud/child_did_it", "suspicious_contact/relative_contacted"),
    *("need_to_act/for_child", "need_to_act/for_parent", "risks/child", "risks/elderly", "data_rights/for_child"),
    *("spot_fraud/explain_child", "spot_fraud/explain_elderly", "other_company/relative_elsewhere"),
    "scarlet/relative_at_scarlet",
}
NAMES_ANOTHER = ("somebody_close", "names_a_child", "third_person")
# Of a visit, which who told of a call does not mean.
OF_A_VISIT = {f"suspicious_contact/{one}" for one in ("comes_back", "let_inside", "visit_over", "was_he_yours")}
# What is said to who gave something, by what it is (content/contacts.yml): not to who denies that.
GAVE_IT = {
    "papers": ("national_number_given", "id_card_copy"),
    "code": ("sms_code_given", "reader_code_given", "itsme_code_given", "what_code_allows"),
    "itsme": ("itsme_code_given",),
    "card": ("card_number_given", "card_pin_given"),
    "account": ("iban_given",),
    "password": ("mail_password_given", "proximus_password_given"),
    "email": ("email_given",),
    "birth_date": ("birth_date_given",),
}
# Shorter forms of a topic's general answer, for who has had that, or asks for them in words (content/phrases.yml).
SHORTER = {
    **dict.fromkeys(
        ("data_affected/short_list", "data_not_affected/short_list", "what_happened/short_version"), "say_again"
    ),
    **dict.fromkeys(("spot_fraud/in_short", "suspicious_contact/in_short"), "say_again"),
    **dict.fromkeys(("am_i_affected/yes_or_no", "scarlet/yes_or_no"), "yes_or_no"),
}
MUST_BE_NAMED = ("papers", "itsme", "account", "password", "email", "birth_date")
# Answers that comfort who gave these details away, and nobody who names a code, a card or an account beside them.
COMFORTS = (
    *("report_fraud/name_address_given", "report_fraud/birth_date_given", "report_fraud/email_given"),
    "report_fraud/customer_number_given",
)
# What was told once is what the talk is about, so that not each message need say it again.
TOLD_ONCE = ("report_fraud/lent_account",)
# What tells to call Card Stop or the bank: not to who has called both.
ALL_DONE = "report_fraud/all_done"
TELLS_TO_CALL = ("report_fraud/why_card_stop", "report_fraud/tell_bank", "suspicious_contact/tell_bank")
# How likely an answer must be that would hurt who meant another.
SURE_ENOUGH_TO_HURT = 0.95
# How likely the likeliest of all questions must be to be answered, to be answered alone whatever else is told, and how
# likely the next to be answered beside it.
SURE, SURE_OF_ONE, SURE_OF_SECOND = 0.5, 0.8, 0.3
# Topics of what is named in a message.
OF_WHAT_IS_NAMED = ("data_type", "definition")
CHOSEN = "chosen"  # a `Chosen` of a message, for who reads it after `conversation_context`


@dataclass(frozen=True)
class Chosen:
    """The questions that a message asks in its conversation, of any topics: one, or the two likeliest."""

    questions: tuple[str, ...]
    likely: float  # the first
    ranked: dict[str, float]  # all that may be, the likeliest first

    @property
    def topic(self) -> str:
        return topic_of(self.questions[0])

    @property
    def precisely(self) -> list[str]:
        return [question for question in self.questions if topic_of(question) != question]

    @property
    def is_plain(self) -> bool:
        """Whether it surely asks one precise thing, which is answered whatever it also tells."""
        return self.likely >= SURE_OF_ONE and len(self.precisely) == len(self.questions) == 1


def choose_questions(message: Message, before: Situation) -> Chosen | None:
    """What is asked in a conversation that is not about danger, where it is likely enough."""
    topics, probabilities = belief(message)
    text, best = message.get(TEXT) or "", topics[int(probabilities.argmax())]
    if best in ABOUT_ALL or is_plainly_pasted(text):
        return None
    ranked = _fitting(message, before)
    order = [*ranked]
    likely = ranked[order[0]] if order else 0.0
    if likely < SURE_OF_ONE and topic_of(order[0] if order else best) in ABOUT_ALL:
        return None
    if likely >= SURE_OF_ONE or (likely >= SURE and (best in OF_WHAT_IS_NAMED or not asks_within(text))):
        return Chosen((order[0],), likely, ranked)
    if best in OF_WHAT_IS_NAMED or not asks_within(text):
        return None
    beside = [one for one in order[1:2] if ranked[one] >= SURE_OF_SECOND and _stand_together(order[0], one)]
    return Chosen((order[0], *beside), likely, ranked) if beside or likely >= SURE else None


def _stand_together(first: str, second: str) -> bool:
    """Whether both can be answered in one turn: neither is about all of a message, nor general where one is precise."""
    return (
        ABOUT_ALL.isdisjoint(map(topic_of, (first, second))) and topic_of(first) != second and topic_of(second) != first
    )


def _fitting(message: Message, before: Situation) -> dict[str, float]:
    """As `ranked_questions`, without danger and without what does not fit who asks."""
    ranked = ranked_questions(message, before)
    left_out = unmeant(message, before) if ranked else set()
    return {
        question: likely
        for question, likely in ranked.items()
        if question not in left_out
        and not is_danger_kind(topic_of(question))
        and (
            likely >= SURE_ENOUGH_TO_HURT
            or question == topic_of(question)
            or (question == ALL_DONE and before.done)
            or (question in TOLD_ONCE and before.times_said(f"utter_{question}"))
            or not may_hurt(question, message)
        )
    }


def unmeant(message: Message, before: Situation) -> set[str]:
    """Questions that the message cannot mean: refused, denied, or said to who told of something else."""
    text = message.get(TEXT) or ""
    told = before.contact.with_newer(read_contact(text))
    _, denied, _ = message.get(GIVEN_ITEMS) or NOTHING_SAID
    denied_gifts = {f"report_fraud/{one}" for item in denied for one in GAVE_IT.get(item, ())}
    of_a_visit = OF_A_VISIT if told.way == "call" or (told.now and told.way != "visit") else set()
    calms = in_context()["report_fraud"]["not_beside"] if told.now else ()
    comforts = COMFORTS if SECRETS.intersection(recognise_kinds(text, incident().involvement)) else ()
    too_short = {
        one
        for one, asked in SHORTER.items()
        if not (before.times_said(f"utter_{topic_of(one)}") or contains_phrase(text, asked))
    }
    needless = TELLS_TO_CALL if {"bank", "card"} <= {*before.done} else ()
    return {
        *denied_gifts,
        *of_a_visit,
        *calms,
        *comforts,
        *too_short,
        *needless,
        *_refused(message, before),
        *_not_named(text, before),
    }


def _not_named(text: str, before: Situation) -> set[str]:
    """What is said to who gave a thing, or lost somebody, of which they never spoke."""
    words = f" {plain_words(text)} "
    unnamed = [one for one in MUST_BE_NAMED if one not in before.given and not pattern("given", one).search(words)]
    unmeant = {f"report_fraud/{subtopic}" for one in unnamed for subtopic in GAVE_IT[one]}
    if TOLD_OF.isdisjoint(before.spoken_of) and not (tells_of_giving(text) or contains_phrase(text, "lost_money")):
        unmeant.add("legal_claim/lost_money")
    if not (before.blackmailed or tells_of_blackmail(text)):
        unmeant |= {WHETHER_TO_PAY, "report_fraud/tell_before_they_do"}
    if not (before.grieves or contains_phrase(text, "somebody_died")):
        unmeant |= {subtopic for subtopic, said in FITS_IF_SAID.items() if said == "somebody_died"}
    return unmeant


def _refused(message: Message, before: Situation) -> set[str]:
    """What was answered last, where the message says that something else is meant."""
    corrects = CORRECTS in (message.get(ACTS) or ()) or is_correction(message.get(TEXT) or "")
    last = before.turns[-1].answers if before.turns and corrects else ()
    return {answer.response.removeprefix("utter_") for answer in last}


def may_hurt(subtopic: str, message: Message) -> bool:
    """Whether its answer would hurt, or be beside the point, where all of the message meant something else."""
    text = str((message.get(PART_OF) or message).get(TEXT) or "")
    said, topic = FITS_IF_SAID.get(subtopic), topic_of(subtopic)
    if subtopic in FOR_ANOTHER:
        return not any(contains_phrase(text, name) for name in NAMES_ANOTHER)
    if is_danger_kind(topic) and asks_within(text) and not plainly_said(text):
        return subtopic in in_context()[topic]["never_guessed"]
    return bool(MAY_HURT & {subtopic, topic}) and not (said and contains_phrase(text, said))
