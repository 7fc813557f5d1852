"""The rules on what a message means in its conversation; what is learnt of it comes before (`context_expert.py`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.contacts.blackmail import asks_of_blackmail
from bot.contacts.given import CLICK, NOTHING_SAID, read_given
from bot.contacts.reading import tells_of_giving
from bot.content import in_context
from bot.conversation.situation import TOLD_OF, Situation
from bot.conversation.subtopics import NONE, topic_of
from bot.conversation.turns import (
    ASKED_APART,
    BESIDE,
    GAVE,
    GIVEN_ITEMS,
    NOTHING_HAPPENED,
    READ_AS,
    SUBTOPICS,
    danger_talk,
)
from bot.danger.kinds import DANGER_KINDS, DangerKind, is_danger_kind
from bot.dialogue.tracker_turns import newest_turn, situation_for
from bot.fraud.pasted import is_plainly_pasted
from bot.nlu.context_expert import ALONE, ALONE_SURE
from bot.nlu.conversation_reader import likeliest_question
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.fitting_answers import CHOSEN, choose_questions
from bot.nlu.meant_in_context import (
    ABOUT_DATA,
    APPROACHED,
    DATA_KINDS,
    ERASE,
    ERASE_CHAT,
    FRAUD,
    LISTS_OF_KINDS,
    PASTED,
    PERSON,
    SISTER_BRAND,
    asks_for_the_rest,
    asks_in_writing,
    asks_of_a_false_address,
    asks_of_a_number,
    asks_of_itsme,
    asks_of_nothing_shown,
    asks_of_promised_money,
    asks_of_the_device,
    asks_of_the_money,
    asks_of_their_bank,
    asks_of_what_data_allow,
    asks_what_first,
    asks_whether_true,
    has_the_means,
    meant_after_fraud,
    meant_in_danger,
    meant_of_a_brand,
    meant_of_a_call_over,
    meant_of_a_click,
    meant_of_a_corrected_kind,
    meant_of_a_death,
    meant_of_a_kind,
    meant_of_a_loss,
    meant_of_a_number_left,
    meant_of_a_number_lost,
    meant_of_a_number_typed,
    meant_of_a_place,
    meant_of_a_repeat,
    meant_of_a_secret_named,
    meant_of_a_secret_typed,
    meant_of_a_verdict,
    meant_of_an_offer,
    meant_of_asking_for_a_person,
    meant_of_giving_nothing,
    meant_of_insisting,
    meant_of_no_loss,
    meant_of_nothing_happened,
    meant_of_own_duties,
    meant_of_several_kinds,
    meant_of_the_bank,
    meant_of_the_leak,
    meant_of_the_signs,
    meant_of_the_steps,
    meant_of_the_wait,
    meant_of_what_was_given,
    meant_of_who_waits,
    nothing_was_told,
    said_again,
    tells_of_a_click,
)
from bot.nlu.question_reader import question_reader
from bot.nlu.step import Step
from bot.nlu.topic_scores import belief, settle_on
from bot.phrases import asks, asks_within, contains_phrase
from bot.text_folding import plain_words
from bot.topics import OUT_OF_SCOPE, WITHOUT_MATTER

ANSWERS = "answers"  # whether a message means by a rule what it does not say, so that nothing more is read in it
OF_A_VICTIM_TOO = "of_a_victim_too"  # whether a rule only says that a victim asks it
ASKED_BY_VICTIMS = ("need_to_act", "authorities")  # as precisely as others do, of what happened to them
SURE = "sure_precisely"
BESIDE_MIN = 0.25  # how likely a topic must be to be kept beside danger, or asked beside a courtesy
BEFORE_A_QUESTION, BESIDE_A_COURTESY_WORDS = ("greet", "thank"), 4
GENERAL_IN_DANGER = ("need_to_act", "never_ask", "spot_fraud", OUT_OF_SCOPE)
SARCASTIC = "thank/sarcastic_thanks"
VISIT_OVER = "suspicious_contact/visit_over"
NO_QUESTION = {*WITHOUT_MATTER, OUT_OF_SCOPE, *DANGER_KINDS}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConversationContext(Step):
    """Puts right, by rules, what must not be left to what was learnt of conversations.

    Danger comes first: a message in which it was detected is about nothing else, and in a conversation about danger
    whatever is no separate question is still about the danger. Further rules: a customer in the queue who speaks of the
    wait, a yes or no to an offer, a button named by its position, and the wish to hear an answer again.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # In a talk about danger, how likely a topic must be to be answered as itself.
            "sure_in_danger": 0.8,
            # The same where who fears somebody asks something; who wants to die is not left for a guess.
            "sure_in_danger_asked": 0.5,
            # How many words a message must have, how sure its topic and its subtopic must be when it is read alone, to
            # be taken for what it says, whatever the conversation makes of it.
            "min_words": 6,
            "sure_alone": 0.6,
            # How likely the best topic is where nothing would be answered.
            "unsure": 0.5,
            "sure_precisely": 0.8,
            # The same in a talk about danger, of what is answered in it all the same.
            "sure_precisely_in_danger": 0.6,
            # How sure a question must be within the danger, what is only told, and a question on another topic.
            "sure_of_the_danger": 0.7,
            "sure_of_the_danger_told": 0.95,
            "sure_elsewhere": 0.9,
            # How sure a subtopic must be that is answered to a victim, too.
            "sure_for_victims": 0.7,
            # How sure a fraud must be when read alone, to be one in a talk in which none was told of.
            "sure_of_a_fraud": 0.9,
        }

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            topics, probabilities = belief(message)
            if not topics:
                continue
            before = situation_for(message, tracker)
            self._keep_given(message, before)
            precisely = (
                self._chosen(message, before)
                or self._precisely_asked(message, before)
                or self._goes_on(message, before)
                or _beside_a_courtesy(message)
            )
            best = precisely or topics[int(probabilities.argmax())]
            newest = newest_turn(message)
            heard = newest.danger
            if (heard or danger_talk(newest, before)) == "crisis" and before.hurt_after(newest.meant) is None:
                self._precisely(has_the_means(newest.text, plain_words(newest.text)), message)
            answers = None if heard else self._answers(best, message, before)
            ruled = heard or answers or self._by_rule(best, message, before)
            is_other = ruled not in (None, best) and not message.get(OF_A_VICTIM_TOO)
            is_ruled = is_other or bool(message.get(SUBTOPICS))
            message.set(ANSWERS, answers is not None or (not heard and is_ruled))
            meant = ruled or best
            if meant == FRAUD and answers is None and not heard and not message.get(SUBTOPICS):
                ruled = self._without_loss(message, before) or ruled
                meant = ruled or best
            if is_danger_kind(meant):
                self._keep_beside(meant, message)
            if ruled or precisely:
                settle_on(message, meant)
            alone = message.get(ALONE) or best
            if not heard and meant != alone:
                message.set(READ_AS, alone, add_to_output=True)
            if PASTED in (meant, alone):
                self._keep_language(message, before)
        return messages

    def _told_of_giving(self, message: Message) -> bool | None:
        """Whether it tells that something was given; what it names beside a denial counts."""
        return True if self._names_what_was_given(message) else tells_of_giving(message.get(TEXT) or "")

    def _names_what_was_given(self, message: Message, *, but: Collection[str] = (CLICK,)) -> bool:
        items, _, _ = message.get(GIVEN_ITEMS) or NOTHING_SAID
        return bool({*items}.difference(but))

    def _keep_given(self, message: Message, before: Situation) -> None:
        """Keep what it says was given, and what was not."""
        goes_on = before.gave is not None or not TOLD_OF.isdisjoint(before.topics[:2])
        given = read_given(message.get(TEXT) or "", goes_on=goes_on)
        if given != NOTHING_SAID:
            message.set(GIVEN_ITEMS, list(given), add_to_output=True)

    def _chosen(self, message: Message, before: Situation) -> str | None:
        """The topic of the likeliest of all questions, in a conversation that is not about danger."""
        newest = newest_turn(message)
        chosen = None if newest.danger or danger_talk(newest, before) else choose_questions(message, before)
        message.set(CHOSEN, chosen)
        return chosen.topic if chosen else None

    def _precisely_asked(self, message: Message, before: Situation) -> str | None:
        """The topic of a message that plainly asks for one subtopic by itself, whatever came before."""
        alone, text = message.get(ALONE), message.get(TEXT) or ""
        if danger_talk(newest_turn(message), before) or len(text.split()) < self._config["min_words"]:
            return None
        if (message.get(ALONE_SURE) or 0.0) < self._config["sure_alone"]:
            return None
        subtopic, likely = question_reader().likeliest_within(alone, text, message.get(VECTOR))
        return alone if subtopic != NONE and likely >= self._config["sure_precisely"] else None

    def _goes_on(self, message: Message, before: Situation) -> str | None:
        """The topic before, where a few words that may be about it plainly ask something of it: "and how long?"."""
        text, earlier = message.get(TEXT) or "", before.topics[:1]
        likely = dict(zip(*belief(message), strict=True))
        is_unsure = max(likely.values()) < self._config["sure_alone"] and len(text.split()) <= self._config["min_words"]
        if not is_unsure or not earlier or danger_talk(newest_turn(message), before):
            return None
        (topic,) = earlier
        may_be = likely.get(topic, 0.0) >= BESIDE_MIN and topic not in NO_QUESTION
        return topic if may_be and self._subtopic(topic, message, SURE) else None

    def _answers(self, best: str, message: Message, before: Situation) -> str | None:
        """What the message means as an answer to what was said before, if it asks nothing by itself."""
        text = message.get(TEXT) or ""
        newest = newest_turn(message)
        talk = danger_talk(newest, before)
        of_the_wait = meant_of_the_wait(best, text) if newest.told.people == "waiting" else None
        if of_the_wait and (talk is None or of_the_wait == PERSON):
            return of_the_wait
        words, alone = plain_words(text), message.get(ALONE) or best
        offered = before.offered if talk is None or before.offered == ERASE else None
        is_sure = best == alone or (message.get(ALONE_SURE) or 0.0) >= self._config["sure_alone"]
        return (
            meant_of_the_steps(alone, words, before.topics)
            or meant_of_an_offer(alone, words, offered, is_sure=is_sure)
            or self._button(message, words, before)
            or (self._answers_without_danger(message, words, alone, before) if talk is None else None)
        )

    def _answers_without_danger(self, message: Message, words: str, alone: str, before: Situation) -> str | None:
        """The same, of what means that only where the talk is not about danger."""
        text = message.get(TEXT) or ""
        return (
            self._given(message, words, alone, before)
            or (None if is_plainly_pasted(text) else meant_of_a_verdict(words, before))
            or meant_of_the_signs(words, before)
            or meant_of_asking_for_a_person(words, before)
            or self._again(message, words, alone, before)
            or meant_of_a_number_typed(text)
        )

    def _button(self, message: Message, words: str, before: Situation) -> str | None:
        asked = meant_of_a_place(words, before)
        if asked and topic_of(asked) != asked:
            message.set(SUBTOPICS, [asked], add_to_output=True)
        return topic_of(asked) if asked else None

    def _given(self, message: Message, words: str, alone: str, before: Situation) -> str | None:
        gave = meant_of_what_was_given(alone, words, before)
        if gave is None:
            return None
        message.set(GAVE, gave, add_to_output=True)
        return FRAUD if gave else APPROACHED

    def _again(self, message: Message, words: str, alone: str, before: Situation) -> str | None:
        meant = meant_of_a_repeat(message.get(TEXT) or "", words, alone, before)
        if meant and before.last_answer and not contains_phrase(words, "takes_back"):
            message.set(SUBTOPICS, [said_again(before)], add_to_output=True)
        return meant

    def _by_rule(self, best: str, message: Message, before: Situation) -> str | None:
        """What the message means in this conversation, where a rule says so; `best` is what was read."""
        text = message.get(TEXT) or ""
        talk = danger_talk(newest_turn(message), before)
        words, alone = plain_words(text), message.get(ALONE) or best
        loss = over = typed = None
        is_hurt = before.hurt_after(newest_turn(message).meant) is not None
        of_blackmail = None if is_hurt else asks_of_blackmail(text, told=before.blackmailed)
        if of_blackmail:
            message.set(ASKED_APART, True, add_to_output=True)
            return self._precisely(of_blackmail, message)
        if talk:
            is_practical = asks_within(text) and (talk == "in_danger" or best in ABOUT_DATA)
            sure = self._config["sure_in_danger_asked" if is_practical else "sure_in_danger"]
            is_sure = float(belief(message)[1].max()) >= sure
            of_the_danger, elsewhere = self._asked_of(talk, alone, message, before)
            meant = meant_in_danger(
                talk,
                best,
                words,
                before.topics,
                subtopic=self._asked_in_danger(alone, message, before),
                offered=before.offered,
                is_sure=is_sure,
                asks=asks_within(text),
                is_hurt=is_hurt,
                of_the_danger=of_the_danger,
                elsewhere=elsewhere,
                told=before.spoken_of,
            )
            precisely = of_the_danger if meant == talk else elsewhere
            if not is_hurt and topic_of(precisely) == meant:
                message.set(SUBTOPICS, [precisely], add_to_output=True)
        elif is_plainly_pasted(text):
            return PASTED
        else:
            names_it = self._names_what_was_given(message, but=(CLICK, "money"))
            loss = meant_of_a_loss(best, text, names_it=names_it, is_news=FRAUD not in before.spoken_of)
            is_unsure = float(belief(message)[1].max()) < self._config["unsure"]
            typed = meant_of_a_secret_typed(text, before, is_unsure=is_unsure)
            over = VISIT_OVER if self._is_rid_of_a_visitor(text, before) else None
            meant = (
                (ERASE_CHAT if contains_phrase(words, "erase_this_chat") else None)
                or self._precisely(SARCASTIC if contains_phrase(words, "thanks_for_nothing") else None, message)
                or self._precisely(asks_of_promised_money(best, text), message)
                or self._precisely(asks_for_the_rest(words, before), message)
                or self._misread(best, message, words, alone, before)
                or asks_of_a_false_address(best, text)
                or meant_of_a_corrected_kind(alone, text, before)
                or self._precisely(over, message)
                or self._precisely(asks_of_nothing_shown(best, text, before), message)
                or meant_of_a_number_lost(text, words, before)
                or meant_of_the_leak(best, text, words, before)
                or self._precisely(asks_of_the_money(text, words, before), message)
                or self._precisely(self._of_a_victim(best, text, words, before), message)
                or meant_of_the_bank(best, text, words, before)
                or self._brand(best, message, words)
                or self._precisely(meant_of_a_death(best, text, words, before), message)
                or self._precisely(meant_of_a_number_left(words, before), message)
                or meant_of_a_secret_named(best, text, words, before)
                or loss
                or meant_of_a_click(best, words, before)
                or self._of_what_was_given(best, message, before)
                or self._precisely(self._of_what_data_allow(best, message, before), message)
                or meant_of_several_kinds(best, text)
                or meant_of_a_kind(
                    best,
                    text,
                    words,
                    before,
                    precisely=self._is_precise_of_lists(best, message),
                    is_unsure=is_unsure,
                )
                or typed
                or self._precisely(asks_of_a_number(best, text, before) or asks_whether_true(words, before), message)
                or meant_of_giving_nothing(text, before)
                or meant_of_a_call_over(best, text, words)
                or meant_of_who_waits(best, text)
                or meant_of_insisting(alone, before)
                or meant_of_own_duties(best, words)
                or self._after_fraud(best, message, words, before)
            )
        # Settled also where it was read so: what is unclear would be taken for danger, or asked what it means.
        is_settled = talk or loss or over or typed or message.get(SUBTOPICS)
        return meant if meant != best or is_settled else None

    def _without_loss(self, message: Message, before: Situation) -> str | None:
        if danger_talk(newest_turn(message), before):
            return None
        text, alone, sure = message.get(TEXT) or "", message.get(ALONE) or FRAUD, message.get(ALONE_SURE) or 0.0
        is_surely_told = sure >= self._config["sure_of_a_fraud"] or not (before.turns and asks(text))
        is_sure = sure >= self._config["sure_alone"]
        meant = meant_of_no_loss(text, alone, before, is_sure=is_sure, is_surely_told=is_surely_told)
        is_a_guess = alone == FRAUD and not (is_surely_told or message.get(GIVEN_ITEMS))
        if meant or not (is_a_guess and nothing_was_told(text, before)):
            return meant
        # A guess at a fraud that nobody told of: what else it may ask.
        likely = dict(zip(*belief(message), strict=True))
        return max(likely, key=lambda topic: likely[topic] if topic not in {FRAUD, *NO_QUESTION} else -1.0)

    def _after_fraud(self, best: str, message: Message, words: str, before: Situation) -> str:
        meant = meant_after_fraud(
            best,
            words,
            before.topics,
            self._subtopic(best, message, "sure_for_victims"),
            gave_nothing=before.gave_after(self._told_of_giving(message)) is False,
        )
        message.set(OF_A_VICTIM_TOO, meant != best and best in ASKED_BY_VICTIMS)
        return meant

    def _misread(self, best: str, message: Message, words: str, alone: str, before: Situation) -> str | None:
        is_sure = (message.get(ALONE_SURE) or 0.0) >= self._config["sure_alone"]
        meant = meant_of_nothing_happened(best, message.get(TEXT) or "", words, alone, before, is_sure=is_sure)
        if meant:
            message.set(NOTHING_HAPPENED, True, add_to_output=True)
        return meant

    def _of_a_victim(self, best: str, text: str, words: str, before: Situation) -> str | None:
        """The subtopic that somebody asks of who told of a fraud or a contact."""
        return (
            asks_in_writing(words, before)
            or asks_of_the_device(best, text, words, before)
            or asks_of_itsme(words)
            or asks_what_first(words, before)
            or asks_of_their_bank(text, words, before)
            or tells_of_a_click(text, words, before)
        )

    @staticmethod
    def _is_rid_of_a_visitor(text: str, before: Situation) -> bool:
        return before.danger is not None and before.visitor_is_gone(text) and not asks_within(text)

    def _brand(self, best: str, message: Message, words: str) -> str | None:
        meant = meant_of_a_brand(best, words)
        if meant:
            message.set(SUBTOPICS, [SISTER_BRAND], add_to_output=True)
        return meant

    def _precisely(self, asked: str | None, message: Message) -> str | None:
        """Write the subtopic `asked` into the message, where it is one; returns its topic."""
        if asked and topic_of(asked) != asked:
            message.set(SUBTOPICS, [asked], add_to_output=True)
        return topic_of(asked) if asked else None

    def _is_precise_of_lists(self, best: str, message: Message) -> bool:
        return best in LISTS_OF_KINDS and bool(self._subtopic(best, message, SURE))

    def _of_what_was_given(self, best: str, message: Message, before: Situation) -> str | None:
        """What a victim asks of a kind of data may be about what they gave away: "can he see my photos?"."""
        is_victim = best == DATA_KINDS and FRAUD in before.topics and before.gave is not False
        asked = self._subtopic(FRAUD, message, SURE) if is_victim else NONE
        return self._precisely(asked or None, message)

    def _asked_of(self, talk: DangerKind, alone: str, message: Message, before: Situation) -> tuple[str, str]:
        """What the message asks in a talk about danger: of it, and of its own topic, where that is the likelier.

        Who tells more than they ask is answered within the danger only; who asks once more what was just answered means
        that.
        """
        text = message.get(TEXT) or ""
        own, own_likely = likeliest_question(talk, message)
        is_asked = asks_within(text)
        needed = self._config["sure_of_the_danger" if is_asked else "sure_of_the_danger_told"]
        if own in in_context()[talk]["never_guessed"] or own_likely < needed:
            own, own_likely = NONE, 0.0
        if not is_asked:
            return own, NONE
        if insisted := self._insisted(message, before):
            return own, insisted
        other, other_likely = likeliest_question(alone, message)
        is_clear = alone != talk and (message.get(ALONE_SURE) or 0.0) >= self._config["sure_alone"]
        is_other = is_clear and other_likely >= self._config["sure_elsewhere"] and other_likely > own_likely
        return own, other if is_other else NONE

    def _insisted(self, message: Message, before: Situation) -> str:
        """The precise question that was just answered, where the message asks it again."""
        last = before.last_answer.response.removeprefix("utter_") if before.last_answer else NONE
        topic = topic_of(last)
        if topic == last or is_danger_kind(topic):
            return NONE
        asked, likely = likeliest_question(topic, message)
        return last if asked == last and likely >= self._config["sure_elsewhere"] else NONE

    def _of_what_data_allow(self, best: str, message: Message, before: Situation) -> str | None:
        return asks_of_what_data_allow(self._subtopic(best, message, "sure_for_victims"), before)

    def _asked_in_danger(self, alone: str, message: Message, before: Situation) -> str:
        """The subtopic of the message read alone; of a contact, where it asks and was read as something general."""
        subtopic = self._subtopic(alone, message, "sure_precisely_in_danger")
        if subtopic == VISIT_OVER and not before.has_visitor:
            return NONE  # "he is gone", of somebody they live in fear of
        is_general = subtopic == NONE and alone in GENERAL_IN_DANGER and asks(message.get(TEXT) or "")
        return self._subtopic(APPROACHED, message, "sure_precisely_in_danger") if is_general else subtopic

    def _subtopic(self, topic: str, message: Message, sure: str) -> str:
        """What the message asks within `topic`, where that is as likely as the setting `sure` wants."""
        subtopic, likely = likeliest_question(topic, message)
        return subtopic if likely >= self._config[sure] else NONE

    def _keep_beside(self, danger: DangerKind, message: Message) -> None:
        """Keep what else a message about danger may be about, such as a payment that can still be stopped."""
        likely = {topic: float(chance) for topic, chance in zip(*belief(message), strict=True) if topic != danger}
        beside = FRAUD if tells_of_giving(message.get(TEXT) or "") else max(likely, key=lambda topic: likely[topic])
        if beside == FRAUD or likely[beside] >= BESIDE_MIN:
            message.set(BESIDE, beside, add_to_output=True)

    def _keep_language(self, message: Message, before: Situation) -> None:
        """A pasted message is in the fraudster's language, not in the customer's."""
        expected = before.language or newest_turn(message).told.language
        if expected:
            message.set("language", expected, add_to_output=True)


def _beside_a_courtesy(message: Message) -> str | None:
    """What a message asks that also greets or thanks."""
    topics, probabilities = belief(message)
    best = topics[int(probabilities.argmax())]
    if best not in BEFORE_A_QUESTION or len((message.get(TEXT) or "").split()) < BESIDE_A_COURTESY_WORDS:
        return None
    if best == "thank" and "?" not in (message.get(TEXT) or ""):
        return None
    likely = dict(zip(topics, probabilities.tolist(), strict=True))
    asked = {topic: chance for topic, chance in likely.items() if topic not in NO_QUESTION}
    likeliest = max(asked, key=lambda topic: asked[topic])
    return likeliest if asked[likeliest] >= BESIDE_MIN else None
