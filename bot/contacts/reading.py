"""Reads in a message how a call or visit stands: is it going on, what was wanted, was anything given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.contacts.contact import NOTHING_TOLD, Contact, Way
from bot.contacts.table import listed, pattern, says, wanted
from bot.phrases import contains_phrase
from bot.text_folding import plain_words

# What they quote of ours: "you said 'if you gave it to someone'".
_QUOTED = re.compile(r"(?:said|say|dit|dites|zei|zegt|zegde|schreef|wrote)\W{0,4}[\"«“][^\"»”]*[\"»”]", re.IGNORECASE)
ANSWER_WORDS = 4  # of a message's beginning, where a yes or no stands
GAVE = "gave"
# Our questions, and the part of a `Contact` that a yes or no to each settles.
ASK_NOW = "utter_contact_ask_now"
SETTLED_BY = {ASK_NOW: "now", "utter_contact_ask_gave": GAVE}


def read_contact(text: str, asked: str | None = None, read: Iterable[str] = ()) -> Contact:
    """What `text` says of a call or visit.

    `asked` is our question before it, by its response's name; `read` are the subtopics that were read in it, or the
    answer whose button was pressed.
    """
    words = f" {plain_words(_QUOTED.sub(' ', text))} "
    theirs = pattern("own_calls").sub("", words)
    now = _now(pattern("not_a_visit").sub("", theirs))
    said = Contact(way=_way(theirs), now=now, wants=_wants(words), gave=_gave(words))
    found = Contact(now=False) if _is_told_as_past(theirs) else NOTHING_TOLD
    for one in read:
        learnt = Contact.parse_obj(says_of(one))
        found = found.with_newer(learnt.copy(update={"gave": None}) if still_wanted(text) else learnt)
    if asked:
        found = found.with_newer(_answered(words, asked, said, is_question="?" in text))
    return found.with_newer(said)


def says_of(read: str) -> dict[str, object]:
    """What a subtopic or answer says, as parts of a `Contact`."""
    told = says(read)
    return {**told, "wants": (told["wants"],)} if "wants" in told else dict(told)


def tells(text: str, name: str, part: str = "") -> bool:
    """Tell whether `text` has one of the phrases of entry `name` of content/contacts.yml, or of a part of it."""
    return pattern(name, part).search(f" {plain_words(text)} ") is not None


def tells_of_giving(text: str) -> bool | None:
    """Whether something was given, paid or lost, or surely nothing; None where the message does not say."""
    words = f" {plain_words(_QUOTED.sub(' ', text))} "
    if pattern("money_gone").search(words) or _gave(words):
        return True
    is_nothing = pattern("nothing_at_all").search(words) and not pattern("nothing_else").search(words)
    return False if is_nothing else None


def only_asks(text: str) -> bool:
    """Whether somebody asks what would be: whether the company calls at all, what to do if it did."""
    return bool(pattern("only_asks").search(f" {plain_words(text)} "))


def still_wanted(text: str) -> bool:
    """Whether it is told as what somebody asks or asked for, so that nothing need have been given."""
    words = f" {plain_words(text)} "
    return any(pattern(name).search(words) for name in ("present", "requested"))


def is_about_one(text: str, contact: Contact) -> bool:
    """Whether `contact`, with what was known before, is a call or visit, and no letter or message."""
    if contact.way or contact.now:
        return True
    in_writing = any(contains_phrase(text, phrase) for phrase in ("about_a_message", "about_a_letter"))
    speaks = bool(contact.wants) and pattern("somebody").search(f" {plain_words(text)} ")
    return not in_writing and (bool(speaks) or not listed("in_person").isdisjoint(contact.wants))


def tells_much(contact: Contact) -> bool:
    """Whether it is a call or visit, and known that it goes on, or what was wanted or given."""
    return contact.way is not None and bool(contact.now or contact.wants or contact.gave)


def tells_all(contact: Contact) -> bool:
    """Whether it is one that goes on or is over, and that wanted what no honest one does."""
    return contact.way is not None and contact.now is not None and not {*contact.wants} <= listed("honest")


def _way(words: str) -> Way | None:
    if pattern("not_a_visit").search(words):
        return "call" if pattern("by_phone").search(words) else None
    if pattern("ways", "visit").search(words):
        return "visit"
    return "call" if pattern("ways", "call").search(words) else None


def _now(words: str) -> bool | None:
    """Whether it is said to go on, or to be over."""
    is_over = bool(pattern("over").search(words)) or contains_phrase(words, "call_is_over")
    if is_over and pattern("calls_again").search(words) and not pattern("ways", "visit").search(words):
        return False
    if contains_phrase(words, "on_the_line_now") or (pattern("now").search(words) and not is_over):
        return True
    return False if is_over else None


def _is_told_as_past(words: str) -> bool:
    return bool(pattern("past").search(words)) and not pattern("present").search(words)


def _wants(words: str) -> tuple[str, ...]:
    known_already = listed("may_be_known") if pattern("knew").search(words) else ()
    return tuple(name for name in wanted() if name not in known_already and pattern("wants", name).search(words))


def _gave(words: str) -> bool | None:
    for aside in ("nothing_more", "gave_us", "nothing_missing", "nothing_asked"):
        words = pattern(aside).sub("", words)
    without = pattern("gave_nothing").sub("", words)
    if pattern("gave").search(without):
        return True
    said = pattern("said_nothing").search(words)
    if said:  # "but" before it is none
        before, denial = words[: said.start()], words[said.start() - 1 :]
        without = pattern("but").sub("", before) + pattern("gave_nothing").sub("", denial)
    return False if without != words and not pattern("except").search(without) else None


def _answered(words: str, asked: str, said: Contact, *, is_question: bool) -> Contact:
    """What a yes or a no at the beginning says after our question, or that which names what was given."""
    if pattern("nothing_more").search(words):
        return NOTHING_TOLD
    beginning = " " + " ".join(words.split()[:ANSWER_WORDS]) + " "
    yes, no = _begins(beginning, "says_yes"), _begins(beginning, "says_no")
    settles = SETTLED_BY.get(asked)
    if pattern("unsure").search(words) and (asked != ASK_NOW or said.now is False):
        return Contact(gave=True)
    if no and said.now is not None and said.gave is None and asked != ASK_NOW:
        return NOTHING_TOLD  # "no, he is still outside" is about that
    has_exception = no and pattern("except").search(words)
    if yes != no and not has_exception:
        return Contact.parse_obj({settles: yes}) if settles else Contact(gave=False if no else None)
    names_it = (bool(said.wants) or pattern("gave_shortly").search(words)) and said.gave is None
    is_plain = not (is_question or no or pattern("present").search(words) or pattern("gave_nothing").search(words))
    return Contact(gave=True) if settles == GAVE and names_it and is_plain else NOTHING_TOLD


def _begins(words: str, name: str) -> bool:
    return pattern(name).match(words, 1) is not None
