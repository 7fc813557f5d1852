"""Finds passwords, and codes with letters, which only the words around them give away: "mijn wachtwoord was …".

A password is the word that "is" one, or one that looks like nothing else beside its name. What can only be said *of* a
password ("stolen", "the same") is in content/secrets.yml and content/ordinary_words.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.codes import Codes
from bot.privacy.digits import Found
from bot.privacy.names import Name, Named, lists
from bot.privacy.reading import Reading

_REACH = 10  # tokens between a name and its secret
_WIDE = 16  # the same, of a secret that looks like one
_UNKNOWN = 3  # words in between that are neither small nor known
_LONGEST = 64  # characters
_SENTENCE = 6  # words of a passphrase
_CHUNK = re.compile(rf"\S{{1,{_LONGEST}}}")
_QUOTED = re.compile(r"[\"']\s?([^\"\n]{1,64}?)\s?[\"'](?!\w)")
_OPENING = re.compile(r"(?:[\s:=(]|^)[\"']\s?\Z")
_FRENCH_PARTICIPLES = ("é", "és", "ée", "ées")
_AROUND = "\"'()[]{}<>.,;:!?…"
_SPECIAL = re.compile(r"[@#$%&*!^+=_~£€§\\?]")
_LINK_OR_MAIL = re.compile(r"https?:|www\.|\w@[\w-]+\.\w|\.(?:be|com|net|org|eu|fr|nl)\b")
# "24u", "o365", "E-008", "2x50", "over-18s"
_ORDINARY_MIX = re.compile(
    r"\d{1,4}[a-z]{1,3}|[a-z]{1,2}-?\d{1,3}|\d+[/.,:-][\d/.,:-]+|[a-z]+[-'][a-z]+|\d+x\d+|[a-z]{2,}-\d{1,2}s?|\d{1,4}-[a-z]{3,9}-\d{1,4}"
)
_FRENCH_PARTICIPLES = ("é", "és", "ée", "ées")
_AROUND = "\"'()[]{}<>.,;:!?…"
_SPECIAL = re.compile(r"[@#$%&*!^+=_~£€§\\?]")
_LINK_OR_MAIL = re.compile(r"https?:|www\.|\w@\w|\.(?:be|com|net|org|eu|fr|nl)\b")
# "24u", "o365", "E-008", "2x50", "over-18s", "12-mars-2026"
_ORDINARY_MIX = re.compile(
    r"\d{1,4}[a-z]{1,3}|[a-z]{1,2}-?\d{1,3}|\d+[/.,:-][\d/.,:-]+|[a-z]+[-'][a-z]+|\d+x\d+|[a-z]{2,}-\d{1,2}s?"
    r"|\d{1,4}-[a-z]{3,9}-\d{1,4}"
)
_MADE_UP = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]{2,20}(?:_?[A-ZÀ-Ý]?[a-zà-ÿ]{1,20}){1,2}_?\d{1,4}[!?*#.@$%&+-]{0,3}")
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
        self._strong: dict[tuple[int, int, bool], bool] = {}

    def find(self) -> Iterator[Found]:
        for name in self._named.names:
            if name.kind in ("password", "code", "login", "phrase", "answer"):
                kind = "code" if name.kind == "code" else "password"
                for span in (*self._after(name), *self._before(name)):
                    yield kind, *span
        for at, token in enumerate(self._reading.tokens):
            if token.digits and at and self._looks_made_up(at):
                yield "password", *self._chunk(at, -1)

    def _after(self, name: Name) -> Iterator[tuple[int, int]]:
        """What follows a name, over small words: "is", "that I gave was", ":"."""
        words, known, kind = self._words, self._lists, name.kind
        if kind == "phrase":
            yield from self._sentence(name.last + 1)
            return
        linked = near = False  # to a link, and to one that is near its name
        since_link = unknown = 0  # words
        for at in range(name.last + 1, min(name.last + 1 + 2 * _REACH, len(words))):
            same_clause = self._named.is_one_clause(name.last, at)
            assigned = unknown < _UNKNOWN and (self._named.is_assigned(at) or (self._is_quoted(at) and not unknown))
            direct = assigned or (linked and since_link == 0)  # for what looks like a secret; a plain word must be near
            if not same_clause and not direct and at - name.last > _REACH:
                return
            span = self._chunk(at, name.last)
            if self._is_strong(span, kind) and (same_clause or direct):
                if kind in ("password", "login") or (unknown < _UNKNOWN and at - name.last <= _REACH):
                    yield span
                return
            if (
                same_clause
                and kind == "password"
                and self._is_plain(at, name, direct and (near or assigned), assigned, near)
            ) or (same_clause and kind == "answer" and self._is_answer(at, name.last)):
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
            elif self._named.starting_at(at) and kind not in ("login", "answer") and word not in known.services:
                return
            else:
                since_link += 1
                unknown += 1

    def _before(self, name: Name) -> Iterator[tuple[int, int]]:
        """What stands before its name: "zomer was mijn wachtwoord", "soleil comme mot de passe"."""
        words, known, kind = self._words, self._lists, name.kind
        if kind not in ("password", "code"):
            return
        joined, plain = "", kind == "password" and not self._is_plural(name)
        for at in range(name.first - 1, max(name.first - 2 - _WIDE, -1), -1):
            word = words[at]
            if not self._named.is_one_clause(at, name.first):
                return
            if word in known.links or word in known.as_words:
                joined = "as" if word in known.as_words else joined or "link"
                continue
            span = self._chunk(at, -1)
            if joined and ":" in self._reading.between(at, at + 1):
                return
            if self._is_strong(span, kind) and (joined or kind == "password"):
                yield span
            elif word in known.small or word in known.giving:
                pass
            elif not plain and kind == "code":
                return
            elif joined and plain:
                yield from self._said_before(at, joined)
                plain = False
            elif plain and at and words[at - 1] in known.links and known.is_rare(word):
                # "Is sunflower a good password?", "c'est tournesol mon mot de passe"
                if self._can_be_password(at, is_named=False):
                    yield self._value(at, -1)
                plain = False

    def _said_before(self, at: int, joined: str) -> Iterator[tuple[int, int]]:
        """The plain word at `at`, or the one that is used "as" a password further off, or one that nobody uses."""
        used = self._used(at) if joined == "as" else None
        alone = (
            at == 0 or not self._named.is_one_clause(at - 1, at) or self._words[at - 1] not in self._lists.determiners
        )
        if used is not None:
            yield self._value(used, used - 1)
        elif alone and self._can_be_password(at, is_named=False):
            yield self._value(at, -1)
        else:
            for other in range(at, max(at - _REACH, -1), -1):
                if not self._named.is_one_clause(other, at):
                    return
                if self._lists.is_rare(self._words[other]) and self._can_be_password(other, is_named=False):
                    yield self._value(other, -1)

    def _used(self, before: int) -> int | None:
        """ "We use holidays for the bank and the mail as password": the word right behind "use"."""
        for at in range(before, max(before - _REACH, 0), -1):
            if not self._named.is_one_clause(at - 1, before):
                return None
            if self._words[at - 1] in self._lists.giving:
                return at if self._can_be_password(at, is_named=False) else None
        return None

    def _is_plain(self, at: int, name: Name, direct: bool, assigned: bool, linked: bool) -> bool:
        """Whether the word at `at` is given as the password, though it looks like any word."""
        if assigned and linked:
            is_name = self._named.starting_at(at) is not None  # "is really daft: password"
            return is_name or self._can_be_password(at, is_named=True)
        if at + 1 < len(self._words) and self._named.is_assigned(at + 1):
            return False
        if direct and _SPELT.match(self._reading.text, self._reading.tokens[at].start):
            return True
        if direct:
            return self._can_be_password(at, is_named=assigned)
        if linked:
            is_last = self._is_apposition(at) or self._is_still(at) or self._is_last_rare(at, name)
            return is_last and self._can_be_password(at, is_named=False)
        is_rare = self._is_last_rare(at, name) or (
            self._lists.is_rare(self._words[at]) and (self._is_enclosed(at, name) or self._is_exchanged(at))
        )
        return (self._is_beside(at, name) or is_rare) and self._can_be_password(at, is_named=False)

    def _is_last_rare(self, at: int, name: Name) -> bool:
        """A word that hardly anybody uses, at the end: "mijn wachtwoord op het werk zonnebloem"."""
        owned = name.first > 0 and self._words[name.first - 1] in self._lists.possessives
        return (
            owned
            and self._ends(at)
            and at - name.last <= 6
            and not self._is_plural(name)
            and self._lists.is_rare(self._words[at])
        )

    def _is_enclosed(self, at: int, name: Name) -> bool:
        """ "My password, sunflower, is it leaked?", "they have my password sunflower"."""
        owned = name.first > 0 and self._words[name.first - 1] in self._lists.possessives
        return (
            owned and at == name.last + 1 and self._ends(at) and not self._reading.is_capital(self._reading.tokens[at])
        )

    def _is_exchanged(self, at: int) -> bool:
        """ "Changed my password from sunflower to moonflower"."""
        behind = self._words[at + 1] if at + 1 < len(self._words) else ""
        return self._words[at - 1] in ("from", "de", "van") and behind in ("to", "en", "naar", "in", "a")

    def _ends(self, at: int) -> bool:
        """Whether a comma or the end follows."""
        end = self._reading.tokens[at].end
        return at + 1 == len(self._words) or self._reading.text[end : end + 1] in tuple(',.;:!?)\n"')

    def _is_still(self, at: int) -> bool:
        """ "Is still the black cat"."""
        return self._words[at - 1] in self._lists.determiners and self._words[at - 2] in self._lists.saying

    def _is_beside(self, at: int, name: Name) -> bool:
        """Right behind an unusual name, or behind where it is used: "mdp loulou", "wachtwoord van mail zwaluw"."""
        if self._is_plural(name) or self._reading.between(at - 1, at) != " ":
            return False
        between = self._words[name.last + 1 : at]
        if not between:
            return self._named.words_of(name) not in self._lists.usual
        return between[-1] in self._lists.services and all(word in self._lists.small for word in between[:-1])

    def _is_apposition(self, at: int) -> bool:
        """A name at the end: "was de naam van de hond, Bobby"."""
        return self._ends(at) and self._reading.is_capital(self._reading.tokens[at])

    def _is_answer(self, at: int, name_last: int) -> bool:
        """The answer to a secret question: behind that word, or the first name that follows."""
        is_last = at + 1 == len(self._words) or not self._named.is_one_clause(at, at + 1)
        is_name = is_last and self._reading.is_capital(self._reading.tokens[at])
        is_told = at - 1 > name_last and self._words[at - 1] in self._lists.answers
        return (is_told or is_name) and self._can_be_password(at, is_named=True)

    def _can_be_password(self, at: int, is_named: bool) -> bool:
        """Whether a plain word can be a password, and is nothing said of one. `is_named`: a colon or quotes say so."""
        word = self._words[at]
        if self._reading.tokens[at].digits or (len(word) < 3 and not is_named):
            return False  # numbers are looked at as codes
        if word in self._lists.small or word in self._lists.giving or self._named.starting_at(at):
            return False
        written = self._reading.original[slice(*self._reading.span(*self._chunk(at, at - 1)))].rstrip(_AROUND).lower()
        by_form = not is_named and not (at and self._reading.is_capital(self._reading.tokens[at]))
        if self._lists.describes(word, by_form) or (by_form and written.endswith(_FRENCH_PARTICIPLES)):
            return False
        return not _LINK_OR_MAIL.search(self._reading.text, *self._chunk(at, at - 1))

    def _looks_made_up(self, at: int) -> bool:
        """Whether the digits end a word as only passwords have it, whatever it is called: "Zomer2024!"."""
        start, end = self._chunk(at, -1)
        reading = self._reading
        value = reading.original[slice(*reading.span(start, end))].rstrip(_AROUND.replace("!", ""))
        if not _MADE_UP.fullmatch(value) or not self._is_strong((start, end), "password"):
            return False
        return self._words[at - 1] not in self._lists.products

    def _is_strong(self, span: tuple[int, int], kind: str) -> bool:
        """Whether it looks like a password or a code by itself; asked of the same run again and again."""
        key = (*span, kind in ("password", "login"))
        if key not in self._strong:
            self._strong[key] = self._looks_strong(*key)
        return self._strong[key]

    def _looks_strong(self, start: int, end: int, can_have_signs: bool) -> bool:
        """Whether it has letters and digits, or signs that words do not have."""
        span = (start, end)
        if self._named.is_reference(self._reading.token_at(start)):
            return False
        raw = self._reading.text[span[0] : span[1]]
        value = raw.strip(_AROUND)
        if not 4 <= len(raw) <= _LONGEST or _LINK_OR_MAIL.search(value) or _ORDINARY_MIX.fullmatch(value):
            return False
        if 2 * sum(self._ordinary[start:end]) > end - start or any(
            self._named.starting_at(at) for at in self._tokens_in(span)
        ):
            return False
        if any(map(str.isalpha, value)) and any(map(str.isdigit, value)):
            return value.rstrip("0123456789") not in self._lists.products
        is_word = not any(map(str.isalpha, value)) or "/" in value or len(value) < 5
        return can_have_signs and not is_word and bool(_SPECIAL.search(value[:-1]))

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
        text, tokens = self._reading.text, self._reading.tokens
        start = tokens[at].start
        floor = max(tokens[after].end if after >= 0 else 0, start - _LONGEST)
        while start > floor and not text[start - 1].isspace() and text[start - 1] not in ":=\"'([→>":
            start -= 1
        match = _CHUNK.match(text, start)
        return start, match.end() if match else tokens[at].end

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
