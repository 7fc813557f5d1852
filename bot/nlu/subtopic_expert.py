"""An expert that reads the subtopic: what precisely is asked within a topic."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contacts.given import NOTHING_SAID
from bot.contacts.reading import read_contact, tells_of_giving
from bot.contacts.table import pattern
from bot.content import in_context, incident
from bot.conversation.situation import TOLD_OF, Situation
from bot.conversation.subtopics import NONE, topic_of
from bot.conversation.turns import ACTS, CORRECTS, GIVEN_ITEMS, NEAR, SUBTOPICS
from bot.danger.kinds import is_danger_kind
from bot.danger.plain import plainly_said
from bot.data_kinds.recogniser import recognise_kinds
from bot.data_kinds.table import SECRETS
from bot.dialogue.tracker_turns import situation_for
from bot.fraud.pasted import looks_pasted
from bot.nlu.conversation_context import ANSWERS
from bot.nlu.conversation_reader import likely_questions
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.meant_in_context import ERASE_CHAT, PASTED
from bot.nlu.step import PART_OF, Step
from bot.nlu.subtopic_reader import subtopic_reader
from bot.nlu.topic_scores import belief
from bot.phrases import asks, asks_within, contains_phrase, is_correction
from bot.text_folding import plain_words
from bot.topics import COURTESIES

MIN_WORDS = 2
# So many subtopics may be offered where none is surely meant, each as likely as this.
NEAR_BY, NEAR_BY_MIN = 3, 0.1
# Answers that would hurt who meant something else, and the words (content/phrases.yml) that say that they fit.
FITS_IF_SAID = {
    **dict.fromkeys(("am_i_affected/deceased", "need_to_act/for_deceased"), "somebody_died"),
    **dict.fromkeys(("data_rights/deceased", "unwanted_calls/for_deceased"), "somebody_died"),
    **dict.fromkeys(("report_fraud/only_clicked", "report_fraud/gave_nothing"), "gave_nothing"),
    "report_fraud/device_infected": "asks_of_device",
    "report_fraud/on_hold": "on_hold",
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
MUST_BE_NAMED = ("papers", "itsme", "account", "password", "email", "birth_date")
# Answers that comfort who gave these details away, and nobody who names a code, a card or an account beside them.
COMFORTS = (
    *("report_fraud/name_address_given", "report_fraud/birth_date_given", "report_fraud/email_given"),
    "report_fraud/customer_number_given",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SubtopicExpert(Step):
    """Adds to a message the subtopic that it asks within its topic, where one is likely enough."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # How likely it must be; see docs/quality.md for how it was measured.
            "sure": 0.6,
            # The same for a question, once the topic's own answer was given: to say that again helps less than a guess.
            "sure_after_its_topic": 0.5,
            # A courtesy is answered as one, unless it surely says more.
            "sure_beside_a_courtesy": 0.7,
            # Or how likely the two likeliest together, which are neighbours then: either helps more than neither.
            "sure_of_two": 0.85,
            # And where its answer would hurt who meant another: that nothing was given, that no person is wanted.
            "sure_of_what_may_hurt": 0.95,
            # For who wants a yes or a no, and who insists on an answer once the topic's own was given.
            "sure_of_yes_or_no": 0.4,
            "sure_of_who_insists": 0.45,
        }

    @staticmethod
    def prepare() -> None:
        subtopic_reader()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            vector, (topics, probabilities) = message.get(VECTOR), belief(message)
            text = message.get(TEXT) or ""
            if vector is None or message.get(ANSWERS) or not topics or len(text.split()) < MIN_WORDS:
                continue
            topic = topics[int(probabilities.argmax())]
            if (topic == PASTED and looks_pasted(text)) or (topic == ERASE_CHAT and _wants_it_erased(text)):
                continue  # it is looked at instead, or done
            likely = likely_questions(topic, message)
            before = situation_for(message, tracker)
            told = before.contact.with_newer(read_contact(text))
            _, denied, _ = message.get(GIVEN_ITEMS) or NOTHING_SAID
            unmeant = {f"report_fraud/{one}" for item in denied for one in GAVE_IT.get(item, ())}
            unmeant |= {*_refused(message, before), *(OF_A_VISIT if told.way == "call" else ())}
            unmeant |= _not_named(text, before)
            likely = {one: chance for one, chance in likely.items() if one not in unmeant}
            if not likely:
                continue
            order = sorted(likely, key=lambda subtopic: -likely[subtopic])
            best = order[0]
            if best in COMFORTS and SECRETS.intersection(recognise_kinds(text, incident().involvement)):
                continue
            is_said = before.times_said(f"utter_{topic}") > 0
            whole = str((message.get(PART_OF) or message).get(TEXT) or "")
            hurting = {one for one in order[: NEAR_BY + 1] if _may_hurt(one, whole)}
            insists = self._insists_on(order, likely, text, is_said=is_said, hurting=hurting)
            if insists:
                message.set(SUBTOPICS, [insists], add_to_output=True)
            elif best != NONE and self._is_asked(order[:2], likely, is_said=is_said and asks(text), hurting=hurting):
                message.set(SUBTOPICS, [best], add_to_output=True)
            near = [one for one in order if one != NONE][:NEAR_BY]
            near = [one for one in near if likely[one] >= NEAR_BY_MIN and one not in hurting]
            message.set(NEAR, near, add_to_output=True)
        return messages

    def _insists_on(
        self, order: list[str], likely: dict[str, float], text: str, *, is_said: bool, hurting: set[str]
    ) -> str | None:
        """The precise question of who insists, "yes or no": rather a guess than the same general answer."""
        asked = next((one for one in order if one != NONE), None)
        if asked is None or asked in hurting:
            return None
        if contains_phrase(text, "yes_or_no"):
            return asked if likely[asked] >= float(self._config["sure_of_yes_or_no"]) else None
        insists = is_said and contains_phrase(text, "insists")
        return asked if insists and likely[asked] >= float(self._config["sure_of_who_insists"]) else None

    def _is_asked(self, likeliest: list[str], likely: dict[str, float], *, is_said: bool, hurting: set[str]) -> bool:
        """Whether the first of the two likeliest is to be answered; `is_said`: it is asked after its topic's answer."""
        best = likeliest[0]
        if best in hurting:
            return likely[best] >= float(self._config["sure_of_what_may_hurt"])
        if topic_of(best) in COURTESIES:
            return likely[best] >= float(self._config["sure_beside_a_courtesy"])
        if not is_said:
            return likely[best] >= float(self._config["sure"])
        is_one_of_two = NONE not in likeliest and sum(likely[one] for one in likeliest) >= self._config["sure_of_two"]
        return is_one_of_two or likely[best] >= float(self._config["sure_after_its_topic"])


def _wants_it_erased(text: str) -> bool:
    return not asks(text) and any(contains_phrase(text, name) for name in ("erase_this_chat", "erase_it"))


def _not_named(text: str, before: Situation) -> set[str]:
    """What is said to who gave a thing, or lost somebody, of which they never spoke."""
    words = f" {plain_words(text)} "
    unnamed = [one for one in MUST_BE_NAMED if one not in before.given and not pattern("given", one).search(words)]
    unmeant = {f"report_fraud/{subtopic}" for one in unnamed for subtopic in GAVE_IT[one]}
    if TOLD_OF.isdisjoint(before.spoken_of) and not (tells_of_giving(text) or contains_phrase(text, "lost_money")):
        unmeant.add("legal_claim/lost_money")
    if not (before.grieves or contains_phrase(text, "somebody_died")):
        unmeant |= {subtopic for subtopic, said in FITS_IF_SAID.items() if said == "somebody_died"}
    return unmeant


def _refused(message: Message, before: Situation) -> set[str]:
    """What was answered last, where the message says that something else is meant."""
    corrects = CORRECTS in (message.get(ACTS) or ()) or is_correction(message.get(TEXT) or "")
    last = before.turns[-1].answers if before.turns and corrects else ()
    return {answer.response.removeprefix("utter_") for answer in last}


def _may_hurt(subtopic: str, text: str) -> bool:
    """Whether its answer would hurt, or be beside the point, where the message `text` meant something else."""
    said, topic = FITS_IF_SAID.get(subtopic), topic_of(subtopic)
    if subtopic in FOR_ANOTHER:
        return not any(contains_phrase(text, name) for name in NAMES_ANOTHER)
    if is_danger_kind(topic) and asks_within(text) and not plainly_said(text):
        return subtopic in in_context()[topic]["never_guessed"]
    return bool(MAY_HURT & {subtopic, topic}) and not (said and contains_phrase(text, said))
