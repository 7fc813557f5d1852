"""Finds passwords, and codes with letters, which only the words around them give away: "mijn wachtwoord was …".

A password is the word that "is" one, or one that looks like nothing else beside its name. What can only be said *of* a
password ("stolen", "the same") is in content/secrets.yml and content/ordinary_words.txt.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property

from bot.phrases import JOINS, begins_like_a_question
from bot.privacy.codes import OWNERS, Codes
from bot.privacy.digits import Found
from bot.privacy.names import NO_SECRET, Name, Named, lists
from bot.privacy.reading import Reading

_REACH = 10  # tokens between a name and its secret
_WIDE = 16  # the same, of a secret that looks like one
_UNKNOWN = 3  # words in between that are neither small nor known
_NEAR = 3  # tokens
_FAR = 6  # the same, of a plain word at the end
_AGAIN = 4  # words of correcting oneself: "no wait, sorry"
_ANSWER = 4  # words of an answer, or of a password of several
_LONGEST = 64  # characters
_SENTENCE = 6  # words of a passphrase
_BREAK = re.compile(r"[\s:=\"'(\[→>]")  # before a run that may be a password
_CHUNK = re.compile(rf"(?:(?!;\w+=)\S){{1,{_LONGEST}}}")
_QUOTED = re.compile(r"[\"']\s?([^\"\n]{1,64}?)\s?[\"'](?!\w)")
_OPENING = re.compile(r"(?:[\s:=(]|^)[\"']\s?\Z")
_FRENCH_PARTICIPLES = ("é", "és", "ée", "ées")
_AROUND = "\"'()[]{}<>.,;:!?…"
_SPECIAL = re.compile(r"[|@#$%&*!^+=_~£€§\\?]")
_LINK_OR_MAIL = re.compile(r"https?:|www\.|\w@[\w-]+\.\w|\.(?:be|com|net|org|eu|fr|nl)\b")
# "24u", "o365", "E-008", "2x50", "over-18s", "12-mars-2026"
ORDINARY_MIX = re.compile(
    r"\d{1,4}[a-z]{1,3}|0x[0-9a-f]+|[a-z]{1,2}-?\d{1,3}|\d+[/.,:-][\d/.,:-]+|\d+x\d+|[a-z]{2,}-\d{1,2}s?"
    r"|\d{1,4}-[a-z]{3,9}-\d{1,4}"
)
COMPOUND = re.compile(r"(?<![^\s\"'(,;:])[^\W\d_]{2,20}(?:[-_&+][^\W\d_]{1,20}){1,4}(?![^\s\"'),;:.!?])")
_INVERSION = re.compile(
    r".*-(?:vous|je|j|il|ils|elle|elles|on|ce|tu|nous|moi|toi|le|la|les|lui|leur|y|en|ci|meme|memes|t)"
)
_MADE_UP = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]{2,20}(?:_?[A-ZÀ-Ý]?[a-zà-ÿ]{1,20}){1,2}_?\d{1,4}[!?*#.@$%&+-]{0,3}")
_WORD_AND_YEAR = re.compile(r"[a-z]{5,20}\d{2,4}[!?*#.]?")
_SHORTEST_VERB = 4  # letters
_SHORTEST_MADE_UP = 5  # characters
_JOINTS = ("-", "_", "&", "+")
_JOINED = re.compile(r"[%/.,:_()-]")  # in addresses, versions and references
_SPELT = re.compile(r"\w(?: \w(?!\w)){3,40}")


class Passwords:
    """The passwords and lettered codes of one text."""

    def __init__(self, reading: Reading, named: Named, ordinary: bytearray, codes: Codes) -> None:
        self._reading = reading
        self._named = named
        self._ordinary = ordinary
        self._codes = codes
        self._words = named.words
        self._lists = lists()
        self._breaks = [match.start() for match in _BREAK.finditer(reading.text)]
        self._runs: dict[int, tuple[int, int]] = {}
        self._strong: dict[tuple[int, int, bool], bool] = {}

    def find(self) -> Iterator[Found]:
        for name in self._named.names:
            if name.kind == "phrase":
                yield from (("password", *span) for span in self._sentence(name.last + 1))
            if name.kind in ("password", "code", "login", "answer"):
                kind = "code" if name.kind == "code" else "password"
                for span in (*self._after(name), *self._before(name)):
                    yield kind, *span
            if name.kind == "password" and self._is_plural(name):
                yield from (("password", *span) for span in self._in_a_list(name))
            if name.kind == "password" and (not self._is_plural(name) or self._is_one_of(name)):
                for span in (*self._beside_clause(name), *self._unusual(name), *self._told(name)):
                    yield "password", *span
        behind, text = 0, self._reading.text  # what was looked at
        for at, token in enumerate(self._reading.tokens):
            if token.digits and at and token.start >= behind and not text[token.start - 1].isspace():
                start, behind = self._run(at, behind)
                if behind - start >= _SHORTEST_MADE_UP and self._looks_made_up(at, start, behind):
                    yield "password", start, behind

    def _after(self, name: Name) -> Iterator[tuple[int, int]]:
        """What follows a name, over small words: "is", "that I gave was", ":"."""
        words, known, kind = self._words, self._lists, name.kind
        linked = near = self._is_introduced(name)  # to a link, and to one that is near its name
        since_link, unknown = int(linked), 0  # words
        for at in range(name.last + 1, min(name.last + 1 + 2 * _REACH, len(words))):
            same_clause = self._named.is_one_clause(name.last, at)
            assigned = unknown < _UNKNOWN and (self._is_assigned(at, name) or (self._is_quoted(at) and not unknown))
            direct = assigned or (linked and since_link == 0)  # for what looks like a secret; a plain word must be near
            if not same_clause and not direct and at - name.last > _REACH:
                return
            span = self._chunk(at, name.last)
            if self._is_strong(span, kind) and (same_clause or direct):
                if kind in ("password", "login") or (unknown < _UNKNOWN and at - name.last <= _REACH):
                    yield from self._with_more(span, at, kind)
                return
            if kind == "password" and self._is_plain(at, name, direct and (near or assigned), assigned, near):
                yield from self._with_more(self._value(at, name.last), at, kind) if same_clause or assigned else ()
            elif same_clause and kind == "answer" and self._is_answer(at, name.last):
                yield self._value(at, name.last)
            word = words[at]
            other = self._named.starting_at(at)
            if other and other.kind == kind and at > name.last + 1:
                return  # which is looked behind by itself
            if word in known.links or f"{words[at - 1]} {word}" in known.set_to:
                linked, near, since_link = True, unknown < _UNKNOWN, 0
            elif word in known.saying or (linked and known.is_adverb(word)):
                pass
            elif word in known.small or word in known.giving:
                since_link += 1
            elif other and not self._is_whose(other, kind):
                return
            else:
                since_link += 1
                unknown += 1

    def _beside_clause(self, name: Name) -> Iterator[tuple[int, int]]:
        """What stands apart, before or behind: "Sunshine. That was my password.", "He asked it. I said sunshine."."""
        words, known = self._words, self._lists
        first, last = self._named.clause_of(name.first)
        is_set_off = first == 0 < name.first <= _FAR and " -" in self._reading.between(0, 1)
        if is_set_off and self._can_be_password(0, known.beside_passwords):
            yield self._value(0, -1)  # "sunshine - my password"
        small = words[first : name.first] if name.first - first <= _REACH else []
        if first and last == name.last and any(word in known.links for word in small) and known.small.issuperset(small):
            at = first - 1
            is_alone = at == 0 or not self._named.is_one_clause(at - 1, at)
            if is_alone and self._can_be_password(at, known.beside_passwords):
                yield self._value(at, at - 1)
        at = last + 1
        while at < min(len(words), last + _REACH) and words[at] in known.small and words[at] not in known.giving:
            at += 1
        given = at < len(words) and words[at] in known.giving
        at += given
        if (
            at < len(words)
            and self._named.is_one_clause(last + 1, at)
            and self._ends(at)
            and (given or words[at - 1] in known.links)
            and self._can_be_password(at, known.common)
        ):
            yield self._value(at, at - 1)

    def _unusual(self, name: Name) -> Iterator[tuple[int, int]]:
        """Words that customers do not use, near a password and without an article or a preposition."""
        words, known = self._words, self._lists
        if not (name.first > 0 and words[name.first - 1] in known.own) and not self._is_introduced(name):
            return
        for at in range(max(1, name.first - _NEAR), min(len(words), name.last + 1 + _NEAR)):
            following = words[at + 1] if at + 1 < len(words) else ""
            if (
                (at < name.first or at > name.last)
                and self._named.is_one_clause(at, name.first)
                and not self._reading.is_capital(self._reading.tokens[at])
                and self._named.is_one_clause(at - 1, at)
                and self._is_bare(at)
                and following not in known.verb_ends
                and not self._is_conjugated(at, name, following)
                and self._can_be_password(at, known.common)
            ):
                yield self._value(at, at - 1)

    def _told(self, name: Name) -> Iterator[tuple[int, int]]:
        """Words that customers do not use, where a password is said or typed: "I said mushroom when he asked"."""
        for at in self._rare[bisect_left(self._rare, name.first - _WIDE) : bisect_right(self._rare, name.last + _WIDE)]:
            if name.first <= at <= name.last + 1:
                continue
            if self._is_told(at) or self._is_set_apart(at, name) or self._is_left_over(at, name):
                yield self._value(at, at - 1)

    @cached_property
    def _rare(self) -> list[int]:
        """The words that customers do not use, but for those that begin a clause or end something joined."""
        known, text, tokens = self._lists, self._reading.text, self._reading.tokens
        return [
            at
            for at, word in enumerate(self._words)
            if at
            and (
                word not in known.common
                or word in known.popular
                or text[tokens[at].end : tokens[at].end + 1] in _JOINTS
            )
            and self._named.is_one_clause(at - 1, at)
            and not text[self._chunk(at, at - 1)[0] : tokens[at].start].strip(_AROUND)
            and self._can_be_password(at, known.common)
        ]

    def _in_a_list(self, name: Name) -> Iterator[tuple[int, int]]:
        """ "Was bonfire in the list of passwords?", "look for Teddy in the passwords"."""
        words, known = self._words, self._lists
        for at in range(name.first - 2, max(name.first - _REACH, 0), -1):
            if not self._named.is_one_clause(at - 1, name.first):
                return
            if words[at + 1] in known.inside and self._is_bare(at) and self._can_be_password(at, known.common):
                yield self._value(at, at - 1)

    def _is_told(self, at: int) -> bool:
        """Whether a verb of giving, typing or being stands before it, or its subject: "had ik", "was it"."""
        words, known = self._words, self._lists
        before, further = words[at - 1], words[at - 2] if at > 1 else ""
        if "," in self._reading.between(at - 1, at) or (before in known.links and further in known.who_is):
            return False
        if before not in known.determiners and (
            before in known.giving or before in known.typing or before in known.links or before in known.having
        ):
            return True
        is_verb = further in known.links or further in known.having
        return is_verb and before in known.behind_verbs and self._reading.between(at - 2, at - 1) == " "

    def _is_left_over(self, at: int, name: Name) -> bool:
        """Whether it ends what is said, or begins something else: "all lowercase lamppost", "yet lamppost is right"."""
        words, end = self._words, self._reading.tokens[at].end
        if not 0 < at - name.last <= _FAR or words[name.last] in self._lists.openers:
            return False  # far off, or "signed in with"
        is_end = self._ends(at) and self._reading.text[end : end + 1] != "?"
        is_end = is_end or (at + 1 < len(words) and words[at + 1] in self._lists.links)
        return is_end and self._is_bare(at) and not self._reading.is_capital(self._reading.tokens[at])

    def _is_set_apart(self, at: int, name: Name) -> bool:
        """Whether it stands behind the name between commas, with a capital: "the password I had, Lavender, is …"."""
        return (
            0 < at - name.last <= _FAR
            and at + 1 < len(self._words)
            and self._reading.between(at - 1, at) == ", "
            and self._ends(at)
            and self._reading.is_capital(self._reading.tokens[at])
        )

    def _with_more(self, span: tuple[int, int], at: int, kind: str) -> Iterator[tuple[int, int]]:
        """A value, and passwords that follow in a list or take its place: "appel, Appel77", "tiger no sorry Tiger5"."""
        yield span
        if kind != "password":
            return
        known, words = self._lists, self._words
        at = self._reading.token_at(self._chunk(at, at - 1)[1])
        again = 0
        while at < len(words) and again < _AGAIN:
            span = self._chunk(at, at - 1)
            gap = self._reading.between(at - 1, at)
            if words[at] in known.again:
                again += 1
                at += 1
            elif (again or gap == ", ") and (
                self._is_strong(span, "password")
                or (self._can_be_password(at, known.common) and (again or self._ends(at)))
            ):
                yield span
                at, again = self._reading.token_at(span[1]), 0
            else:
                return

    def _before(self, name: Name) -> Iterator[tuple[int, int]]:
        """What stands before its name: "zomer was mijn wachtwoord", "soleil comme mot de passe"."""
        words, known, kind = self._words, self._lists, name.kind
        if kind not in ("password", "code", "answer"):
            return
        joined, plain = "", kind == "password" and (not self._is_plural(name) or self._is_one_of(name))
        for at in range(name.first - 1, max(name.first - 2 - _WIDE, -1), -1):
            word = words[at]
            other = self._named.ending_at(at)
            is_of_another = (other is not None and other.kind == kind) or self._asks_apart(at, name)
            if not self._named.is_one_clause(at, name.first) or is_of_another:
                return  # what stands before another name is looked at by itself
            is_as = word in known.as_words or (at == name.first - 1 and word in known.introducing)
            if word in known.links or is_as:
                joined = "as" if is_as else joined or "link"
                continue
            span = self._chunk(at, -1)
            if joined and ":" in self._reading.between(at, at + 1):
                return
            if self._is_strong(span, kind) and (joined or kind == "password"):
                yield span
            elif kind != "code" and self._is_named_before(at, joined, name):
                yield self._value(at, at - 1)
            elif word in known.small or word in known.giving:
                pass
            elif not plain and kind == "code":
                return
            elif joined and plain:
                yield from self._said_before(at, joined)
                plain = False
            elif plain and at and words[at - 1] in known.links and known.is_rare(word):
                # "Is sunflower a good password?", "c'est tournesol mon mot de passe"
                if self._can_be_password(at, known.beside_passwords):
                    yield self._value(at, -1)
                plain = False

    def _asks_apart(self, at: int, name: Name) -> bool:
        """Whether a verb begins a question, and the name stands in a further one: "when did it happen, is my mail in
        it, and should I change my password?"."""
        is_link = self._words[at] in self._lists.links
        return (
            is_link
            and self._begins_question(at)
            and any(
                self._begins_question(further) and self._words[further] not in self._lists.links
                for further in range(at + 2, name.first)
            )
        )

    def _begins_question(self, at: int) -> bool:
        """Whether a question begins here, after a comma or an "and"; of a text without its end, what fits is enough."""
        if not at or not (self._words[at - 1] in JOINS or "," in self._reading.between(at - 1, at)):
            return False
        start = self._reading.tokens[at].start
        return begins_like_a_question(self._reading.text[start : start + _LONGEST])

    def _is_named_before(self, at: int, joined: str, name: Name) -> bool:
        """A name in the middle of a sentence: "I picked Peterborough, where I was born, as a password"; or what a
        bracket calls a password: "sent me pebbles (my password)"."""
        known = self._lists
        if name.first - at <= 2 and self._reading.between(at, at + 1) == " (":
            return self._can_be_password(at, known.common)
        told = at > 0 and (joined or self._words[at - 1] in known.giving)
        is_capital = told and self._reading.is_capital(self._reading.tokens[at]) and self._is_bare(at)
        return bool(is_capital and self._can_be_password(at, known.said_or_services))

    def _is_one_of(self, name: Name) -> bool:
        before = self._words[max(0, name.first - 3) : name.first]
        return any(" ".join(before[at : at + 2]) in self._lists.one_of for at in range(2))

    def _said_before(self, at: int, joined: str) -> Iterator[tuple[int, int]]:
        """The plain word at `at`, or the one that is used "as" a password further off, or one that nobody uses."""
        used = self._used(at) if joined == "as" else None
        alone = (
            at == 0 or not self._named.is_one_clause(at - 1, at) or self._words[at - 1] not in self._lists.determiners
        )
        if used is not None:
            yield self._value(used, used - 1)
        elif alone and self._can_be_password(at, self._lists.beside_passwords):
            yield self._value(at, -1)
        else:
            for other in range(at, max(at - _REACH, -1), -1):
                if not self._named.is_one_clause(other, at):
                    return
                if self._can_be_password(other, self._lists.common):
                    yield self._value(other, -1)

    def _used(self, before: int) -> int | None:
        """ "We use holidays for the bank and the mail as password": the word right behind "use"."""
        for at in range(before, max(before - _REACH, 0), -1):
            if not self._named.is_one_clause(at - 1, before):
                return None
            if self._words[at - 1] in self._lists.giving:
                return at if self._can_be_password(at, self._lists.beside_passwords) else None
        return None

    def _is_plain(self, at: int, name: Name, direct: bool, assigned: bool, linked: bool) -> bool:
        """Whether the word at `at` is given as the password, though it looks like any word.

        Where it stands decides which words it may be: behind a colon all but "none" and "forgotten", behind "is" all
        that are not said of anything, elsewhere only those that customers do not use.
        """
        words, known = self._words, self._lists
        if (assigned or direct) and _SPELT.match(self._reading.text, self._reading.tokens[at].start):
            return True
        if assigned:
            is_name = linked and self._named.starting_at(at) is not None  # "is really daft: password"
            return is_name or self._can_be_password(at, is_named=True)
        if at + 1 < len(words) and self._named.is_assigned(at + 1):
            return False
        if direct or self._is_before_link(at):
            return self._can_be_password(at, known.said)
        if self._is_still(at):
            return self._can_be_password(at, known.beside_passwords)
        if self._is_plural(name) and not self._is_one_of(name):
            return False
        is_capital = self._reading.is_capital(self._reading.tokens[at])
        gap = self._reading.between(name.last, at)
        if self._reading.between(at - 1, at) == " " and self._is_beside(at, name, is_capital):
            return not self._is_verb(at, name) and self._can_be_password(at, known.said_or_services)
        if not self._can_be_password(at, known.common):
            return False
        if self._is_introduced(name) and self._ends(at) and words[at - 1] not in known.determiners:
            return True
        if not self._is_bare(at):
            return False
        if linked:
            return (is_capital or self._ends(at)) and self._leads_on(name.last, at)
        owned = self._is_owned(name)
        if at == name.last + 1:  # '"enter your password" pops up' names none
            return not gap.startswith('"') and (owned or is_capital or self._ends(at))
        return (owned or words[at - 1] in known.giving) and self._ends(at) and at - name.last <= _FAR and "," not in gap

    def _is_introduced(self, name: Name) -> bool:
        """ "Als wachtwoord", "for a password"."""
        known, first = self._lists, name.first
        while first > 0 and (self._words[first - 1] in known.determiners):
            first -= 1
        return first > 0 and self._words[first - 1] in known.introducing

    def _is_whose(self, other: Name, kind: str) -> bool:
        """Whether another name only says whose the secret is or where it is used: "the code of my SIM", "mdp wifi"."""
        if kind == "code":
            return other.kind in OWNERS
        return kind in ("login", "answer") or self._words[other.first] in self._lists.services

    def _is_still(self, at: int) -> bool:
        """Whether a word such as "still" or "simply" and an article stand before it: "is still the black cat"."""
        return self._words[at - 1] in self._lists.determiners and self._words[at - 2] in self._lists.saying

    def _is_before_link(self, at: int) -> bool:
        """Whether it is capitalised and a verb follows that ends the clause: "ik denk dat het Bobby is"."""
        words = self._words
        is_end = at + 2 == len(words) or (at + 2 < len(words) and not self._named.is_one_clause(at + 1, at + 2))
        return is_end and words[at + 1] in self._lists.links and self._reading.is_capital(self._reading.tokens[at])

    def _is_verb(self, at: int, name: Name) -> bool:
        """Whether the name is a subject and the word its verb: "my password circulates on", "wachtwoord ken ik"."""
        known, words = self._lists, self._words
        following = words[at + 1] if at + 1 < len(words) and self._reading.between(at, at + 1) == " " else ""
        if self._reading.is_capital(self._reading.tokens[at]):
            return False
        if self._is_conjugated(at, name, following):
            return True
        if following in known.verb_ends or f"{words[at]} {following}" in known.set_to:
            return True
        return following in known.openers and self._is_subject(name)

    def _is_conjugated(self, at: int, name: Name, following: str) -> bool:
        """Whether it has the form of a verb and stands where a subject's stands: "mijn wachtwoord hapert", "my password
        features in a table"."""
        known, word = self._lists, self._words[at]
        if at != name.last + 1 or len(word) < _SHORTEST_VERB or word in known.popular or self._has_verb(name):
            return False
        if word.endswith(known.verb_forms["alone"]):
            return True
        goes_on = following in known.openers or following in known.verb_tails or known.is_adverb(following)
        return bool(following) and (goes_on or word.endswith(known.verb_forms["going_on"]))

    def _has_verb(self, name: Name) -> bool:
        """Whether the name is somebody's object ("I gave my password gingerbread"), or has no article."""
        known, words = self._lists, self._words
        before = words[name.first - 1] if name.first else ""
        if words[name.last] in known.openers or (before not in known.determiners and before not in known.possessives):
            return True
        first = self._named.clause_of(name.first)[0]
        return not known.persons.isdisjoint(words[max(first, name.first - _REACH) : name.first])

    def _is_subject(self, name: Name) -> bool:
        """Whether no verb stands before the name, whose object it would be; a short name ("mdp loulou") has no verb."""
        known, first = self._lists, name.first
        if self._named.words_of(name) not in known.usual:
            return False
        while first > 0 and (
            self._words[first - 1] in known.determiners or self._words[first - 1] in known.possessives
        ):
            first -= 1
        if (
            first == 0
            or not self._named.is_one_clause(first - 1, name.first)
            or self._reading.between(first - 1, first).strip()
        ):
            return True
        return self._words[first - 1] not in known.giving and self._words[first - 1] not in known.having

    def _leads_on(self, first: int, at: int) -> bool:
        """Whether the words between speak of whose it is, and of nothing else: "is the name of the dog, Rex"."""
        known, words = self._lists, self._words
        between = words[first + 1 : at]
        link = max((n for n, word in enumerate(between) if word in known.links), default=-1)
        return all(word not in known.openers or word in known.genitives for word in between[link + 1 :])

    def _is_owned(self, name: Name) -> bool:
        """ "My password sunflower", "mijn oud wachtwoord zonnebloem"."""
        return name.first > 0 and self._words[name.first - 1] in self._lists.possessives

    def _is_bare(self, at: int) -> bool:
        """Whether no article or preposition stands before it: "with my dog" is no password, "my dog, Rex" has one."""
        known, before = self._lists, self._words[at - 1]
        if self._reading.between(at - 1, at).strip(" '"):
            return True
        return (
            not self._reading.tokens[at - 1].digits and before not in known.determiners and before not in known.openers
        )

    def _is_assigned(self, at: int, name: Name) -> bool:
        """Whether a colon or the like stands before a token, or it alone answers a question: "Mot de passe? azerty"."""
        if self._named.is_assigned(at):
            return True
        if at != name.last + 1 or len(self._words) - at > _ANSWER:
            return False
        gap = self._reading.between(at - 1, at)
        is_all = name.first == 0 and gap.strip() in ("-", ".") and len(self._words) - at == 1
        return "?" in gap or is_all  # "mot de passe - capucine" is all

    def _ends(self, at: int) -> bool:
        """Whether a comma or the end follows."""
        end = self._reading.tokens[at].end
        return at + 1 == len(self._words) or self._reading.text[end : end + 1] in tuple(',.;:!?)\n"')

    def _is_beside(self, at: int, name: Name, is_capital: bool) -> bool:
        """Right behind a name that is unusual, or somebody's, or behind where it is used: "mdp loulou", "my password
        Sunflower", "wachtwoord van mail zwaluw"."""
        known = self._lists
        between = self._words[name.last + 1 : at]
        if not between:
            return self._reading.between(name.last, at) == " " and (
                is_capital or self._is_owned(name) or self._named.words_of(name) not in known.usual
            )
        return (
            self._words[name.last] not in known.openers
            and between[-1] in known.services
            and all(word in known.small for word in between[:-1])
        )

    def _is_answer(self, at: int, name_last: int) -> bool:
        """The answer to a secret question: behind that word, or the first name that follows."""
        is_last = at + 1 == len(self._words) or not self._named.is_one_clause(at, at + 1)
        is_name = is_last and self._reading.is_capital(self._reading.tokens[at])
        is_told = at - 1 > name_last and self._words[at - 1] in self._lists.answers
        return (is_told or is_name) and self._can_be_password(at, is_named=True)

    def _can_be_password(self, at: int, ordinary: Collection[str] = (), is_named: bool = False) -> bool:
        """Whether a plain word can be a password: it is not one of the `ordinary`, and is nothing said of one.

        `is_named`: a colon or quotes say that it is one.
        """
        word, known = self._words[at], self._lists
        if self._reading.tokens[at].digits or (len(word) < 3 and not is_named):
            return False  # numbers are looked at as codes
        if word in known.popular and not self._reading.is_capital(self._reading.tokens[at]):
            return True
        if self._is_compound(self._reading.text[slice(*self._chunk(at, at - 1))].strip(_AROUND)):
            return True
        if word in ordinary:
            return False
        if word in known.small or word in known.giving or self._named.starting_at(at):
            return False
        written = self._reading.original[slice(*self._reading.span(*self._chunk(at, at - 1)))].rstrip(_AROUND).lower()
        by_form = not is_named and not (at and self._reading.is_capital(self._reading.tokens[at]))
        if known.describes(word, by_form) or (by_form and written.endswith(_FRENCH_PARTICIPLES)):
            return False
        if is_named and word in known.beside_passwords and not self._is_last(at):
            return False
        return not _LINK_OR_MAIL.search(self._reading.text, *self._chunk(at, at - 1))

    def _is_last(self, at: int) -> bool:
        return at + 1 == len(self._words) or "\n" in self._reading.between(at, at + 1)

    def _looks_made_up(self, at: int, start: int, end: int) -> bool:
        """Whether the digits end a word as only passwords have it, whatever it is called: "Zomer2024!"."""
        reading = self._reading
        value = reading.original[slice(*reading.span(start, end))].rstrip(_AROUND.replace("!", ""))
        is_rare = _WORD_AND_YEAR.fullmatch(value) is not None and self._lists.is_rare(self._words[at - 1])
        if not (is_rare or _MADE_UP.fullmatch(value) or _is_mixed(value)) or not self._is_strong(
            (start, end), "password"
        ):
            return False
        return self._words[at - 1] not in self._lists.products and not self._named.is_reference(at)

    def _is_strong(self, span: tuple[int, int], kind: str) -> bool:
        """Whether it looks like a password or a code by itself; asked of the same run again and again."""
        key = (*span, kind in ("password", "login"))
        if key not in self._strong:
            self._strong[key] = self._looks_strong(*key)
        return self._strong[key]

    def _looks_strong(self, start: int, end: int, can_have_signs: bool) -> bool:
        """Whether it has letters and digits, or signs that words do not have."""
        span = (start, end)
        if self._is_numbered(self._reading.token_at(start)):
            return False
        raw = self._reading.text[span[0] : span[1]]
        value = raw.strip(_AROUND)
        if not 4 <= len(raw) <= _LONGEST or _LINK_OR_MAIL.search(value) or ORDINARY_MIX.fullmatch(value):
            return False
        names = [name for at in self._tokens_in(span) if (name := self._named.starting_at(at))]
        if 2 * sum(self._ordinary[start:end]) > end - start:
            return False
        if names:
            return False
        if any(map(str.isalpha, value)) and any(map(str.isdigit, value)):
            return value.rstrip("0123456789") not in self._lists.products
        is_word = not any(map(str.isalpha, value)) or "/" in value or len(value) < 5
        return can_have_signs and not is_word and bool(_SPECIAL.search(value[:-1]))

    def _is_compound(self, value: str) -> bool:
        """Whether words are joined as in a password: "tulp-hamer-wolk", and not as in "post-it" or "est-ce"."""
        return (
            COMPOUND.fullmatch(value) is not None
            and value not in self._lists.common
            and not _INVERSION.fullmatch(value)
        )

    def _is_numbered(self, at: int) -> bool:
        """Whether it is called a reference right before: "dossier AB-5123"."""
        name = self._named.before(at)
        return name is not None and name.kind == NO_SECRET and at - name.last <= _NEAR

    def _is_plural(self, name: Name) -> bool:
        return self._words[name.first] == "mots" or self._words[name.last].endswith(("woorden", "words", "mdps"))

    def _is_quoted(self, at: int) -> bool:
        start = self._reading.tokens[at].start
        if self._reading.text[start - 1 : start] == "(":
            return self._reading.text[self._reading.tokens[at].end :].startswith(")")
        return _OPENING.search(self._reading.text, max(0, start - 3), start) is not None

    def _tokens_in(self, span: tuple[int, int]) -> range:
        return range(self._reading.token_at(span[0]), self._reading.token_at(span[1]))

    def _chunk(self, at: int, after: int) -> tuple[int, int]:
        """The run without white space in which a token stands, behind token `after`."""
        run = self._runs.get(at)
        if run is None:
            run = self._runs[at] = self._run(at, 0)
        floor = self._reading.tokens[after].end if after >= 0 else 0
        return run if floor <= run[0] else self._run(at, floor)

    def _run(self, at: int, floor: int) -> tuple[int, int]:
        start = self._reading.tokens[at].start
        nearest = bisect_left(self._breaks, start)
        start = max(self._breaks[nearest - 1] + 1 if nearest else 0, floor, start - _LONGEST)
        match = _CHUNK.match(self._reading.text, start)
        return start, match.end() if match else self._reading.tokens[at].end

    def _value(self, at: int, after: int) -> tuple[int, int]:
        """The same; what is in quotes, whole; what is spelt out, to its end; with a number that follows."""
        text, tokens = self._reading.text, self._reading.tokens
        start, end = self._chunk(at, after)
        quote = len(text[:start].rstrip()) - 1
        if quote >= 0 and text[quote] in "\"'" and (quoted := _QUOTED.match(text, quote)):
            return start, quoted.end(1)
        if spelt := _SPELT.match(text, start):
            return start, spelt.end()
        following = self._reading.token_at(end)
        if following >= len(tokens) or text[end : tokens[following].start] != " ":
            return start, end
        is_figure = tokens[following].digits and not tokens[following].spelled
        return start, self._chunk(following, at)[1] if is_figure and not self._codes.is_counted(
            following, following
        ) else end

    def _sentence(self, at: int) -> Iterator[tuple[int, int]]:
        """The words of a passphrase, to the end of the clause."""
        tokens, known = self._reading.tokens, self._lists
        while at < len(tokens) and (self._words[at] in known.small or self._words[at] in known.saying):
            at += 1
        if at >= len(tokens) or known.describes(self._words[at]):
            return
        end = at
        while (
            end + 1 < len(tokens)
            and end - at < _SENTENCE
            and not set(self._reading.between(end, end + 1)) - {" ", "-", "_", "'"}
        ):
            end += 1
        yield tokens[at].start, tokens[end].end


def _is_mixed(value: str) -> bool:
    """Whether it has small and capital letters, and two digits or one and a sign, as nothing else that people write."""
    digits = sum(map(str.isdigit, value))
    cases = any(map(str.isupper, value)) and any(map(str.islower, value))
    return (
        len(value) >= 8
        and not _JOINED.search(value)
        and cases
        and (digits > 1 or (digits == 1 and _SPECIAL.search(value) is not None))
    )
