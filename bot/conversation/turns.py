"""The turns of a conversation, from the events of Rasa's tracker, as the tracker and as the SDK's dicts have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any

from bot.contacts.blackmail import tells_of_blackmail
from bot.contacts.contact import NOTHING_TOLD, Contact
from bot.contacts.given import CLICK, NOTHING_SAID, Given
from bot.contacts.reading import says_of, tells, tells_of_giving
from bot.content import is_offered
from bot.conversation.situation import (
    TOLD_OF,
    CountedAnswer,
    Done,
    Hurt,
    Meant,
    Offered,
    Rescue,
    Situation,
    read_situation,
)
from bot.conversation.subtopics import ENTITY
from bot.conversation.told import Told
from bot.danger.kinds import DangerKind, is_danger_kind
from bot.danger.plain import denies_danger
from bot.language import Language
from bot.phrases import asks, contains_phrase, what_is_told

# In a message's parse data, beside what Rasa puts there:
HEARD = "danger"  # the kind of danger that Rasa itself heard in it, where nobody listened before
DENIES = "denies"  # it denies the danger that was heard before it
READ_AS = "read_as"  # its topic when read alone, where the conversation made it another
BESIDE = "beside"  # what else was read in a message about danger
ALSO = "also"  # the topics of the other questions that it asks
ASKED_APART = "asked_apart"  # its topic is that of the one question in it, beside all that is told
SUBTOPICS = "subtopics"  # what precisely is asked, of these topics: "hotline/is_free"
CORRECTS = "corrects"  # the act of who puts right what was read
ACTS = "acts"  # what it does beside asking: it "corrects", it "thanks"; tells that something is done
CONTACT = "contact"  # what it says of a call or visit
GAVE = "gave"  # whether something was given, where it answers our question
NOTHING_HAPPENED = "nothing_happened"  # it says that no fraud and no contact was told of
GIVEN = "_given"  # ends the names of subtopics that say so
GIVEN_ITEMS = "given"  # what it says was given, beside what it says was not: bot/contacts/given.py
LEFT = "left"  # what may be asked beside what is answered, and got no answer: topics or subtopics
KINDS = "kinds"  # of data that its questions on them name, where it asks several things
NEAR = "near"  # what it may ask within its topic, the likeliest first
# In an answer's metadata, beside what it was made of:
RESPONSE = "utter_action"
ASIDE = "aside"  # the name of the response that was said in its place, to a remark in passing
OPENING = "opening"  # the name of the response that it began with
BEGINS = "begins"  # and of what had to come first: hang up
INSTEAD_OF = "instead_of"  # and of the general one that it makes needless
ASKS = "asks"  # and of the question at its end on how a call or visit stands

# What tells that something is done: entries of content/phrases.yml, and what was learnt to tell it.
DONE: dict[Done, tuple[str, str]] = {"bank": ("bank_knows", "bank_done"), "card": ("card_is_stopped", "card_done")}
CAN_PHONE = "can_phone"  # a phrase, and what takes the next one back
CANNOT_PHONE = "cannot_phone"  # an act, and the topic that it speaks of
ABROAD = "abroad"  # beside that topic, for who can phone, only not a Belgian number

# Between parts of a sentence that may say that one thing is done, and another is not.
_PARTS = re.compile(r"[.,;:!?\n]| (?:mais|et|maar|en|but|and) ", re.IGNORECASE)
TOOK_SOMETHING = "crisis/took_something"
DENIAL_AND_MORE = 9  # words; a shorter message only denies

Event = Mapping[str, Any]


@dataclass
class Turn:
    """A message of the customer, and what followed it."""

    message: Event
    answers: list[Event] = field(default_factory=list)
    changed_to: Language | None = None  # the language that was asked for

    @property
    def text(self) -> str:
        """What the customer wrote; empty when they pressed a button."""
        text = self.message.get("text") or ""
        return "" if text.startswith("/") else str(text)

    @property
    def read(self) -> Mapping[str, Any]:
        """What understanding read in the message."""
        return self.message.get("parse_data") or {}

    @cached_property  # asked for again and again within a turn
    def told(self) -> Told:
        return Told.parse_obj(self.message.get("metadata") or {})

    @property
    def danger(self) -> DangerKind | None:
        """The danger heard in this very message."""
        told = self.told
        heard = told.danger if told.danger_now else self.read.get(HEARD)
        return heard if is_danger_kind(heard) else None

    def does(self, act: str) -> bool:
        return act in (self.read.get(ACTS) or ())

    def says(self, phrase: str) -> bool:
        return contains_phrase(self.text, phrase)

    def says_one_of(self, *phrases: str) -> bool:
        return any(map(self.says, phrases))

    @property
    def asks_precisely(self) -> bool:
        return bool(self.read.get(SUBTOPICS)) and asks(self.text)

    @property
    def pressed(self) -> list[str]:
        """What the button that was pressed asks for within its topic, or answers."""
        return [str(one.get("value")) for one in self.read.get("entities") or () if one.get("entity") == ENTITY]

    @cached_property
    def contact(self) -> Contact:
        """What it says of a call or visit."""
        if written := self.read.get(CONTACT):
            return Contact.parse_obj(written)
        return next((Contact.parse_obj(said) for one in self.pressed if (said := says_of(one))), NOTHING_TOLD)

    @property
    def topic(self) -> str:
        """The topic that understanding settled on; empty before it ran."""
        return str((self.read.get("intent") or {}).get("name") or "")

    @property
    def danger_meant(self) -> DangerKind | None:
        """The danger that the message is about: detected in it, told by the gateway, or read as its topic."""
        alone = self.read.get(READ_AS) or self.topic
        return self.danger or self.told.danger or (alone if is_danger_kind(alone) else None)

    def denies(self, danger: DangerKind | None) -> bool:
        """Whether the message denies this danger, and none was heard in it."""
        return self.danger is None and (bool(self.read.get(DENIES)) or denies_danger(self.text, danger))

    def denies_and_asks(self, danger: DangerKind | None) -> bool:
        """Whether the message denies the danger and then asks something else."""
        return self.denies(danger) and len(self.text.split()) >= DENIAL_AND_MORE

    @cached_property
    def meant(self) -> Meant:
        topic = self.topic
        return Meant(
            topic=topic,
            alone=self.read.get(READ_AS) or topic,
            danger=self.danger or self.told.danger,
            plainly=self.danger is not None and self.says(f"danger_{self.danger}"),
            hurt=self._hurt,
            rescue=self._rescue,
            grieves=self.says("somebody_died"),
            visitor=self.danger == "in_danger" and tells(self.text, "comes_as"),
            about_us=self.says("not_understood"),
            done=self._done,
            undone=self._undone,
            given=self.given.items,
            not_given=self.given.denied,
            given_alone=self.given.alone,
            no_network=self._no_network,
            blackmailed=tells_of_blackmail(self.text),
            contact=self.contact,
            gave=self._gave,
            nothing_happened=bool(self.read.get(NOTHING_HAPPENED)),
            left=tuple(self.read.get(LEFT) or ()),
        )

    @property
    def _done(self) -> tuple[Done, ...]:
        if self.waits_on_the_line and not self._undone:
            return ()
        only_named = ("bank",) if self.says("bank_only_named") else ()
        told = what_is_told(self.text)
        learnt = [what for what, (_, act) in DONE.items() if self.does(act) and what not in only_named]
        return tuple(
            what
            for what, (phrase, _) in DONE.items()
            if (what in learnt or contains_phrase(told, phrase)) and what not in self._undone
        )

    @cached_property
    def _undone(self) -> tuple[Done, ...]:
        """What it says is not done: "my bank does not know yet"."""
        parts = _PARTS.split(self.text)
        return tuple(what for what in DONE if any(tells(part, "not_done", what) for part in parts))

    @cached_property
    def given(self) -> Given:
        """What it says was given, and what was not; what understanding read of it knows what was said before."""
        if not (written := self.read.get(GIVEN_ITEMS)):
            return NOTHING_SAID
        items, denied, alone = written
        return Given(tuple(items), tuple(denied), bool(alone))

    @property
    def _no_network(self) -> bool | None:
        """Whether the network is gone, in what was read as a fraud; False once the operator knows or it is back."""
        if self.says("operator_called"):
            return False
        return True if self.says("no_network") and self.topic in TOLD_OF else None

    @property
    def _hurt(self) -> Hurt | None:
        if self.says("hurt_nobody"):
            return "nobody"
        names_it = self.says("took") and self.says("what_is_taken")
        is_read = TOOK_SOMETHING in (self.read.get(SUBTOPICS) or ()) and self.says_one_of("took", "what_is_taken")
        is_swallowed = (names_it or is_read) and not self.says("means_in_sight")
        if not (is_swallowed or self.says("hurt_already") or self.says("took_some")):
            return None
        return "other" if self.says("they_took") and not self.says("i_took") else "self"

    @property
    def _rescue(self) -> Rescue | None:
        if self.says("rescue_there"):
            return "there"
        is_called = self.says("rescue_called") and not asks(self.text) and not self.says("no_rescue")
        return "called" if is_called else None

    @property
    def waits_on_the_line(self) -> bool:
        """Whether they wait to speak to those who help, so that nothing is done yet."""
        return (self.says("helpers") and self.says("on_hold")) or self.says("not_done_yet")

    @property
    def _gave(self) -> bool | None:
        """Whether something was given, by its words, its answer to our question, or what was read in it."""
        if (answered := self.read.get(GAVE)) is not None:
            return bool(answered)
        if any(one.endswith(GIVEN) for one in self.read.get(SUBTOPICS) or ()):
            return True
        told = tells_of_giving(self.text)
        if not told and {*self.given.items} - {CLICK}:
            return True
        return self.contact.gave if told is None else told

    @property
    def language(self) -> Language | None:
        """The language to answer in: the one asked for, else the message's, else the page's."""
        spoken = self.read.get("language")
        return self.changed_to or (spoken if is_offered(spoken) else self.told.language)

    def situation_after(self, before: Situation) -> Situation:
        """The situation after this turn."""
        is_rid = before.danger is not None and before.visitor_is_gone(self.text)
        is_over = is_rid or self.denies(before.danger or self.told.danger)
        is_denied = self.danger is None and (before.denied or (is_over and before.hurt is None))
        is_plainly = is_denied and (
            before.denied_plainly or is_rid or denies_danger(self.text, before.danger or self.told.danger)
        )
        after = before.copy(update={"denied": is_denied, "denied_plainly": is_plainly})
        beside = [str(topic) for topic in (self.read.get(BESIDE), *(self.read.get(ALSO) or ())) if topic]
        cannot_phone = self.does(CANNOT_PHONE) or self.says("is_abroad") or self.says("is_deaf")
        beside += [CANNOT_PHONE] if cannot_phone else []
        beside += [ABROAD] if self.says("is_abroad") else []
        beside += [CAN_PHONE] if self.says(CAN_PHONE) else []
        return after.after(self.meant, map(_said, self.answers), self.language, beside)


def turns_of(events: Iterable[Event]) -> list[Turn]:
    """The turns in these events, oldest first."""
    turns: list[Turn] = []
    for event in events:
        kind = event.get("event")
        if kind == "user":
            turns.append(Turn(event))
        elif turns and kind == "bot" and (event.get("metadata") or {}).get(RESPONSE):
            turns[-1].answers.append(event)
        elif turns and kind == "slot" and event.get("name") == "language" and is_offered(event.get("value")):
            turns[-1].changed_to = event["value"]
    return turns


def situation_after(turns: list[Turn]) -> Situation:
    """What is remembered after the last of `turns`."""
    kept = [place for place, turn in enumerate(turns) if turn.told.situation is not None]
    since = turns[kept[-1] :] if kept else turns
    return reduce(
        lambda before, turn: turn.situation_after(before), since, situation_of(since[0].told) if since else Situation()
    )


def situation_before(turns: list[Turn]) -> Situation:
    """What was remembered when the last of `turns` began."""
    told = turns[-1].told if turns else Told()
    return situation_of(told) if told.situation is not None else situation_after(turns[:-1])


def danger_in(turns: list[Turn]) -> DangerKind | None:
    """The danger that the conversation is about, the newest message included."""
    return danger_talk(turns[-1], situation_before(turns)) if turns else None


def danger_talk(newest: Turn, before: Situation) -> DangerKind | None:
    """As `danger_in`, but a denial ends it: what follows is read normally until danger is detected again."""
    denies = newest.denies_and_asks(before.danger or newest.told.danger)
    is_over = before.denied or denies or before.visitor_is_gone(newest.text)
    if newest.danger is None and is_over and before.hurt is None:
        return None
    return newest.danger_meant or before.danger


def situation_of(told: Told) -> Situation:
    """The situation that came with a message; an empty one where none did."""
    return read_situation(told.situation) if told.situation else Situation()


def _said(answer: Event) -> CountedAnswer:
    made_of = answer["metadata"]
    details = made_of.get("details") or {}
    offers: Offered | None = made_of.get("offers")
    return CountedAnswer(
        response=made_of[RESPONSE],
        topic=made_of.get("topic") or "",
        offers=offers,
        buttons=tuple(_asked_by(button) for button in (answer.get("data") or {}).get("buttons") or ()),
        aside=made_of.get(ASIDE),
        opening=made_of.get(OPENING),
        begins=made_of.get(BEGINS),
        asks=made_of.get(ASKS),
        instead_of=made_of.get(INSTEAD_OF),
        terms=tuple(details.get("terms") or ()),
        kinds=tuple(details.get("kinds") or ()),
    )


def _asked_by(button: Event) -> str:
    """The topic or subtopic that a button asks for; its payload is "/topic" or "/topic{...}"."""
    topic, _, entities = str(button.get("payload") or "").removeprefix("/").partition("{")
    return next((one for one in entities.split('"') if one.startswith(f"{topic}/")), topic)
