"""What is known of a conversation when a message comes: small, typed, and without a word of the customer.

The gateway stores it and sends it along with each message; it comes back changed with the answer, and Rasa remembers
nothing. Without a gateway (`rasa shell`, the bare REST webhook) it is rebuilt from the turns in Rasa's tracker, by the
same `after`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, takewhile
from typing import Literal

from pydantic import ValidationError

from bot.contacts.contact import NOTHING_TOLD, Contact
from bot.contacts.given import CLICK, Given, given_with
from bot.conversation.typed import Travelling
from bot.danger.kinds import DangerKind, is_danger_kind
from bot.language import Language
from bot.phrases import contains_phrase

MEMORY = 8  # turns
# Where customers go on telling: what they say there is about it, until they say that nothing of the kind happened.
TOLD_OF = frozenset(("report_fraud", "suspicious_contact", "check_message"))
# Given, by its name in content/contacts.yml, also by who typed nothing: an attachment that was opened.
OPENS_A_DEVICE = frozenset(("remote", "file"))
MAX_TERMS = 20
MAX_LENGTH = 16_000  # characters of JSON; in a long conversation it has some thousand

Offered = Literal["human", "message", "erase"]
# Who has already taken something, or hurt themselves; "nobody" takes that back.
Hurt = Literal["self", "other", "nobody"]
# The emergency services were called, or have come.
Rescue = Literal["called", "there"]
# What matters most after a fraud: the bank knows, the card is stopped.
Done = Literal["bank", "card"]


class Meant(Travelling):
    """A message of the customer as it was read; topics are ids of intents."""

    topic: str  # in its conversation
    alone: str  # by itself
    danger: DangerKind | None = None  # heard in it, or told with it
    plainly: bool = False  # says danger in plain words
    hurt: Hurt | None = None  # tells that somebody has hurt themselves already
    rescue: Rescue | None = None  # tells that the emergency services were called, or came
    grieves: bool = False  # says that somebody died
    visitor: bool = False  # fears a visitor who comes as somebody
    about_us: bool = False  # says that we do not understand
    done: tuple[Done, ...] = ()  # says that this is done
    undone: tuple[Done, ...] = ()  # says that this is not done
    given: tuple[str, ...] = ()  # says that this was given, by the names of content/contacts.yml
    not_given: tuple[str, ...] = ()  # says that this was not
    given_alone: bool = False  # says that nothing else was given
    no_network: bool | None = None  # says that their telephone's network is gone, or that the operator knows
    blackmailed: bool = False  # says that somebody wants money for not telling or showing something
    contact: Contact = NOTHING_TOLD  # what it says of a call or visit
    gave: bool | None = None  # says that something was given, paid or lost, or nothing
    nothing_happened: bool = False  # says that no fraud and no contact was told of: it was misread
    left: tuple[str, ...] = ()  # what it may ask beside what was answered: topics or subtopics, the likeliest of each

    @property
    def danger_meant(self) -> DangerKind | None:
        """The danger that it was about, heard or read."""
        return self.danger or (self.alone if is_danger_kind(self.alone) else None)


class Answered(Travelling):
    """An answer as it was given."""

    response: str  # its name in domain/
    topic: str
    offers: Offered | None = None
    buttons: tuple[str, ...] = ()  # topics, in their order
    asks: str | None = None  # the name of the response that it ended with, where that asks how a call or visit stands


class CountedAnswer(Answered):
    """An answer as `after` gets it, with all that it counts. Of the turns, only the `Answered` part is remembered."""

    aside: str | None = None  # the name of the response that was said in its place
    opening: str | None = None  # and of the one that it began with
    begins: str | None = None  # and of what had to come first: hang up
    instead_of: str | None = None  # and of the general one that it makes needless
    terms: tuple[str, ...] = ()  # of the glossary, that it explained
    kinds: tuple[str, ...] = ()  # of data, that it was about


class Remembered(Travelling):
    """One turn as it is remembered: what the customer meant, and what was answered."""

    meant: Meant
    answers: tuple[Answered, ...] = ()


class Situation(Travelling):
    """All that is remembered between two turns; the newest is the last of each list."""

    language: Language | None = None
    turns: tuple[Remembered, ...] = ()
    heard: DangerKind | None = None  # the danger last heard, however long ago
    denied: bool = False  # since danger was last heard, the customer said that there is none, or that it is over
    denied_plainly: bool = False  # and that in words that leave no doubt, so that faint hints after it are doubted
    plainly: bool = False  # danger was once said in plain words
    hurt: Hurt | None = None  # in a talk about who wants to die: who has hurt themselves already, until help is there
    rescue: Rescue | None = None
    grieves: bool = False  # somebody died
    visitor: bool = False  # who frightened them came as a technician or the like
    spoken_of: tuple[str, ...] = ()  # all topics ever meant or read
    said: dict[str, int] = {}  # noqa: RUF012 - pydantic copies it; how often, by the response's name
    explained: tuple[str, ...] = ()  # terms of the glossary
    kinds: tuple[str, ...] = ()  # of data, that an answer was last about
    done: tuple[Done, ...] = ()  # what the customer said at any time that is done
    contact: Contact = NOTHING_TOLD  # the call or visit that they tell about
    gave: bool | None = None  # whether the customer gave, paid or lost anything, as they last said
    given: tuple[str, ...] = ()  # what that was
    no_network: bool = False  # the network of their telephone is gone, and the operator does not know
    blackmailed: bool = False

    @property
    def topics(self) -> list[str]:
        """What the last messages meant, newest first."""
        return [turn.meant.topic for turn in self.standing]

    @property
    def standing(self) -> list[Remembered]:
        """The last turns, newest first, as far back as the customer lets them stand: "nobody called me"."""
        newest_first = [*reversed(self.turns)]
        stands = sum(1 for _ in takewhile(lambda turn: not turn.meant.nothing_happened, newest_first))
        return newest_first[: stands + 1]

    @property
    def answers(self) -> list[Answered]:
        """The last answers, newest first."""
        return [answer for turn in reversed(self.turns) for answer in reversed(turn.answers)]

    @property
    def last_answer(self) -> Answered | None:
        return next(iter(self.answers), None)

    @property
    def offered(self) -> Offered | None:
        """What the answer before offered, which a bare "yes" would accept."""
        return self.last_answer.offers if self.last_answer else None

    @property
    def danger(self) -> DangerKind | None:
        """The danger that the conversation is about: heard in it at any time, or read in its last messages."""
        if self.denied:
            return None
        return next((kind for turn in reversed(self.turns) if (kind := turn.meant.danger_meant)), self.heard)

    def doubts_danger_in(self, text: str) -> bool:
        """Whether faint hints of danger in the next message are to be doubted.

        It was denied, unless it was said in plain words before; they grieve, and it was never heard; or they speak of a
        visitor that they told of before, who is gone or may come back, or ask what to do first after a fraud.
        """
        is_visitor = self.has_visitor and contains_phrase(text, "visitor_may_return")
        grieves = self.grieves and self.heard is None
        is_victim = self.gave is not False and "report_fraud" in self.spoken_of
        asks_steps = is_victim and contains_phrase(text, "asks_what_first")
        is_denied = self.denied_plainly and not self.plainly
        return is_denied or grieves or is_visitor or asks_steps or self.visitor_is_gone(text)

    def visitor_is_gone(self, text: str) -> bool:
        """Whether `text` says that a visitor who was told of before is gone for good."""
        is_over = contains_phrase(text, "visitor_gone") and not contains_phrase(text, "visitor_may_return")
        return is_over and self.has_visitor and not self.plainly

    @property
    def has_visitor(self) -> bool:
        return self.visitor or self.contact.way == "visit"

    def heard_as(self, kind: DangerKind | None) -> DangerKind | None:
        """The danger heard in a message: while somebody is hurt it stays that."""
        return "crisis" if kind and self.hurt else kind

    def hurt_after(self, message: Meant) -> Hurt | None:
        """Who has hurt themselves and has no help yet, once `message` was said; null outside a talk about that."""
        if not self._is_of_a_wish_to_die(message) or self.rescue_after(message) == "there":
            return None
        hurt = message.hurt or self.hurt
        return None if hurt == "nobody" else hurt

    def rescue_after(self, message: Meant) -> Rescue | None:
        """Whether help was called or is there; null outside such a talk, where "she calls them" is no help."""
        return (message.rescue or self.rescue) if self._is_of_a_wish_to_die(message) else None

    def _is_of_a_wish_to_die(self, message: Meant) -> bool:
        return (message.danger_meant or self.danger) == "crisis"

    def gave_after(self, told: bool | None) -> bool | None:
        """Whether anything was given once a message `told` it, or said nothing of it."""
        return self.gave if told is None else told

    def given_after(self, message: Meant) -> tuple[str, ...]:
        """What is known to be given once `message` was said as well."""
        if message.nothing_happened:
            return ()
        return given_with(self.given, Given(message.given, message.not_given, message.given_alone))

    def _gave_with(self, message: Meant) -> bool | None:
        """As `gave_after`; a denial of one thing leaves what else was given: "no code, I told you"."""
        still_given = {*self.given_after(message)} - {CLICK}
        is_more = bool({*message.given} & OPENS_A_DEVICE)
        return True if is_more or (message.not_given and still_given) else self.gave_after(message.gave)

    @property
    def was_told(self) -> bool:
        """Whether the customer plainly told of a fraud, a call, a visit or a message, and it was not only read so."""
        of_one = self.contact.way or self.contact.wants or self.contact.now is not None
        return bool(of_one or self.given or self.done or "check_message" in self.spoken_of)

    @property
    def cannot_speak(self) -> bool:
        """Whether they cannot phone at all, for another reason than that they are abroad."""
        return "cannot_phone" in self.spoken_of and {"abroad", "can_phone"}.isdisjoint(self.spoken_of)

    def times_said(self, response: str) -> int:
        return self.said.get(response, 0)

    def after(
        self, message: Meant, answers: Iterable[CountedAnswer], language: Language | None, beside: Iterable[str] = ()
    ) -> Situation:
        """The situation after a turn: what was meant (and read `beside`), what was answered, and in which language."""
        answers = tuple(answers)
        said = dict(self.said)
        for name in [name for answer in answers for name in _names(answer) if name]:
            said[name] = said.get(name, 0) + 1
        spoken_of = (*self.spoken_of, message.topic, message.alone, *beside)
        if message.nothing_happened:
            spoken_of = tuple(topic for topic in spoken_of if topic not in TOLD_OF)
        kept = tuple(Answered(**one.dict(include=Answered.__fields__.keys())) for one in answers)
        return Situation(
            language=language or self.language,
            turns=(*self.turns, Remembered(meant=message, answers=kept))[-MEMORY:],
            heard=message.danger or self.heard,
            denied=self.denied,
            denied_plainly=self.denied_plainly,
            plainly=self.plainly or message.plainly,
            hurt=self.hurt_after(message),
            rescue=self.rescue_after(message),
            grieves=self.grieves or message.grieves,
            visitor=self.visitor or message.visitor,
            spoken_of=tuple(dict.fromkeys(spoken_of)),
            said=said,
            kinds=tuple(kind for answer in answers for kind in answer.kinds) or self.kinds,
            done=self.done_after(message),
            contact=NOTHING_TOLD if message.nothing_happened else self.contact.with_newer(message.contact),
            gave=None if message.nothing_happened else self._gave_with(message),
            given=self.given_after(message),
            no_network=self.no_network if message.no_network is None else message.no_network,
            blackmailed=self.blackmailed or message.blackmailed,
            explained=_newest_last((*self.explained, *(term for answer in answers for term in answer.terms))),
        )

    def done_after(self, message: Meant) -> tuple[Done, ...]:
        """What is known to be done once the message was said."""
        return tuple(one for one in dict.fromkeys((*self.done, *message.done)) if one not in message.undone)

    def written(self) -> str:
        """As JSON; `read_situation` reads it."""
        return self.json(exclude_defaults=True, separators=(",", ":"))


def situation_written(written: str | None) -> Situation:
    """The situation in `written`; an empty one where it is missing or cannot be read."""
    try:
        return read_situation(written) if written else Situation()
    except UnreadableSituation:
        return Situation()


class UnreadableSituation(ValueError):
    """The text is no situation; the error never quotes it."""


@lru_cache(maxsize=256)  # each turn asks for it several times
def read_situation(written: str) -> Situation:
    """Raises `UnreadableSituation`."""
    if len(written) > MAX_LENGTH:
        raise UnreadableSituation("A situation is too long.")
    try:
        return Situation.parse_raw(written)
    except ValidationError as error:
        fields = {".".join(map(str, one["loc"])) for one in islice(error.errors(), 5)}
        raise UnreadableSituation(f"A situation cannot be read: {', '.join(sorted(fields))}.") from None


def _names(answer: CountedAnswer) -> tuple[str | None, ...]:
    """Of all responses that it was made of, or that it stands for."""
    return answer.response, answer.aside, answer.opening, answer.begins, answer.asks, answer.instead_of


def _newest_last(terms: tuple[str, ...]) -> tuple[str, ...]:
    """The items without repeats, each where it occurs last."""
    return tuple(reversed(dict.fromkeys(reversed(terms))))[-MAX_TERMS:]
