"""Finds codes of digits: a short number beside its name, or after an order to type it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.privacy.digits import COMPACT_DATE, PUBLIC_SHORT, YEAR, Found, Row
from bot.privacy.names import NO_SECRET, Name, Named, lists
from bot.privacy.reading import Reading
from bot.privacy.telephones import is_public

_LENGTHS = range(3, 9)  # digits
_PUBLIC_LENGTH = 9  # of a number that is called; no code has as many
_REACH = 10  # tokens between a name and its code
_WIDE = 16  # the same, of one that looks like a code
OWNERS = ("card", "sim", "account", "phone", "login", "itsme", "identity_card")  # whose code it may be
_ANSWER = 3  # words of a message that is nothing but a code
_AROUND = 8  # words on each side
_LAST_DIGITS = 8  # words between "the last digits" and them
_UNKNOWN = 3  # words in between that are neither small nor known
_LIST_GAP = re.compile(r"[,;\n:]|\s/\s|\s{3,}")
_LETTER_BEFORE = re.compile(r"[a-z]-?\Z")
_LETTER_AND_DASH = re.compile(r"(?<![a-z])[a-z]-\Z")
_PREFIX = re.compile(r"0[1-9]00|00|04[5-9]|0[789]0")
_FREE = re.compile(r"0[89]00|0[789]0|078|0032")  # how public numbers begin
_EXPIRY = re.compile(r"(?<!\d)(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?(?:2[5-9]|3\d)(?![\d/-])")  # of a card
_BEHIND_EXPIRY = re.compile(_EXPIRY.pattern + r"(?:[ ,/|;.-]|\b(?:[a-z]{1,8})\b){1,6}\Z")


class Codes:
    """The codes of one text."""

    def __init__(self, reading: Reading, named: Named, ordinary: bytearray) -> None:
        self._reading = reading
        self._named = named
        self._ordinary = ordinary
        self._words = named.words
        self._lists = lists()
        self._asked = (-1, -1)
        self._words_around: frozenset[str] = frozenset()

    def find(self, digit_rows: Iterable[Row]) -> Iterator[Found]:
        before: tuple[int, int] | None = None  # the last one
        for row in digit_rows:
            for first, last in self._short_numbers(row):
                if self._is_code(first, last) or (before and self._is_in_its_place(before, first, last)):
                    before = first, last
                    yield "code", self._reading.tokens[first].start, self._reading.tokens[last].end
        for name in self._named.names:
            if name.kind == "itsme" and (span := self._of_itsme(name.last)):
                yield "code", *span

    def _short_numbers(self, row: Row) -> Iterator[tuple[int, int]]:
        """The first and the last token of each number that is short enough for a code; a list has several."""
        part: list[int] = []
        for at in range(row.first, row.first + len(row.tokens)):
            spelled = self._reading.tokens[at].spelled
            if (
                len(part) == 2
                and "/" in self._reading.between(*part)
                and "/" not in self._reading.between(part[-1], at)
            ):
                part = []  # the date of a card, and its code
            if part and (len(part) >= 10 or (not spelled and _LIST_GAP.search(self._reading.between(part[-1], at)))):
                yield from self._short(part)
                part = []
            part.append(at)
        yield from self._short(part)

    def _short(self, part: list[int]) -> Iterator[tuple[int, int]]:
        tokens = self._reading.tokens
        lengths = {len(tokens[at].digits) for at in part}
        if sum(len(tokens[at].digits) for at in part) in (*_LENGTHS, _PUBLIC_LENGTH) and (
            len(part) < 4 or len(lengths) == 1 or tokens[part[0]].spelled
        ):
            yield part[0], part[-1]
        else:
            yield from ((at, at) for at in part if len(tokens[at].digits) in _LENGTHS)

    def _is_code(self, first: int, last: int) -> bool:
        if not self._named.names:
            return self._is_code_without_name(first, last)
        if (name := self._named.before(first)) and name.kind in OWNERS:
            name = self._named.before(name.first) or name  # "the PIN of my card is"
        if self._is_apposed(first, last) or self._is_exchanged(first, last):
            return True
        if self._digits(first, last) == _PUBLIC_LENGTH or self.is_counted(first, last):
            return False
        is_weak = self._is_weak(first, last) or self._is_money(first, last)
        after = self._named.after(last)
        if after and after.kind == NO_SECRET and not name:
            return False
        if after and after.kind == "account" and self._digits(first, last) == 4:
            return False  # "the last digits 6769 of my IBAN"
        if name and name.kind in ("code", "password"):
            if self._fits(name, first, last) and self._is_named(name, first, last, is_weak):
                return True
        elif name and name.kind == NO_SECRET:
            return False
        return (
            self._is_unexplained(first, last, is_weak)
            or self._is_behind_expiry(first, last)
            or self._is_said_of_code(first, last, is_weak)
            or self._is_near_code(first, last)
            or self._is_typed(first, last, is_weak)
            or self._is_of_a_card(first, last)
            or self._begins_with_zero(first, last)
            or (self._named.is_assigned(first) and not is_weak and self._is_one_more(first))
        )

    def _is_code_without_name(self, first: int, last: int) -> bool:
        """The same, in a text that names nothing."""
        is_like_one = (
            self._is_behind_expiry(first, last)
            or self._is_near_code(first, last)
            or self._is_typed(first, last, is_weak=False)
        )
        if not is_like_one or self._digits(first, last) == _PUBLIC_LENGTH or self.is_counted(first, last):
            return False
        is_weak = self._is_weak(first, last) or self._is_money(first, last)
        return not is_weak or self._is_behind_expiry(first, last) or self._is_near_code(first, last)

    def _fits(self, name: Name, first: int, last: int) -> bool:
        """Whether it can be as short as this: three digits are no PIN."""
        return self._digits(first, last) > 3 or not self._words[name.first].startswith(self._lists.longer)

    def _is_named(self, name: Name, first: int, last: int, is_weak: bool) -> bool:
        """Whether the name before a number makes it a code, the closer the less the number looks like one."""
        between = self._words[name.last + 1 : first]
        if self._named.is_assigned(first):
            return True
        start = self._reading.tokens[first].start
        if _LETTER_AND_DASH.search(self._reading.text[max(0, start - 3) : start]):
            return False  # "E-008"
        known = self._lists
        unknown = sum(
            word not in known.small and word not in known.giving and word not in known.used_at for word in between
        )
        is_linked = self._is_linked(between) and between[-1] not in self._lists.before_year
        if last + 1 < len(self._words) and self._words[last + 1] in self._lists.links:
            is_linked = is_linked or not is_weak  # "dat mijn code 0528 is"
        is_precise = self._named.words_of(name) in self._lists.precise
        if is_weak and between and (between[-1] in known.before_year or between[-1] in known.openers - known.genitives):
            return False  # "a PIN from 2019"
        if is_linked or (is_precise and not unknown):
            return unknown < _UNKNOWN
        if name.kind == "code" and self._digits(first, last) > 3 and not self._begins_a_place(last):
            if not between and name.first and self._words[name.first - 1] in known.possessives:
                return True  # "he gave his code 1943"
            if self._is_whose(name, first, unknown, is_weak):
                return True
        if is_weak or self._begins_a_place(last):
            return False
        if name.kind == "password" and not between:
            return self._digits(first, last) > 3
        if name.kind == "password" or is_precise:
            return is_precise and unknown < _UNKNOWN
        # A bank, a shop and an office have codes as well, in few digits.
        digits = self._digits(first, last)
        if digits == 3:
            return not unknown and (self._has_expiry or any(other.kind == "card" for other in self._named.names))
        return unknown < (_UNKNOWN if digits > 4 else 1)

    def _is_whose(self, name: Name, first: int, unknown: int, is_weak: bool) -> bool:
        """ "The code of the garage 2590"; of what is known to have codes also what may be a year."""
        known, between = self._lists, self._words[name.last + 1 : first]
        if not between or between[-1] in known.openers or between[-1] in known.links:
            return False
        owners = [
            other
            for at in range(name.last + 1, first)
            if (other := self._named.starting_at(at)) is not None and other.kind in OWNERS
        ]
        unknown -= sum(
            word not in known.small and word not in known.giving and word not in known.used_at
            for owner in owners
            for word in self._words[owner.first : owner.last + 1]
        )
        unknown -= sum(word in known.saying and word not in known.small for word in between)
        if between[0] in known.genitives and unknown < 2:
            return not is_weak or bool(owners)
        return bool(owners) and unknown <= 0

    def _is_apposed(self, first: int, last: int) -> bool:
        """ "It swallowed the card after 3312, my code"."""
        name = self._named.starting_at(last + 1) or self._named.starting_at(last + 2)
        return (
            name is not None
            and name.kind == "code"
            and self._digits(first, last) > 3
            and self._reading.between(last, last + 1) == ", "
            and self._words[last + 1] in self._lists.own
            and (name.last + 1 == len(self._words) or self._reading.between(name.last, name.last + 1) != " ")
        )

    def _is_exchanged(self, first: int, last: int) -> bool:
        """ "I changed my PIN from 1212 to 2121": either of them."""
        words, known = self._words, self._lists
        if first != last or not 0 < first < len(words) - 1:
            return False
        for one, other in ((first, first + 2), (first - 2, first)):
            if (
                one > 0
                and other < len(words)
                and words[one - 1] in known.exchanged_from
                and words[one + 1] in known.exchanged_to
                and len(words[one]) == len(words[other])
                and self._reading.tokens[one].digits
                and self._reading.tokens[other].digits
            ):
                name = self._named.before(one)
                return name is not None and name.kind == "code"
        return False

    def _is_in_its_place(self, before: tuple[int, int], first: int, last: int) -> bool:
        """Whether it is as long as the code before it, and only words of correcting oneself stand between."""
        between, known = self._words[before[1] + 1 : first], self._lists
        if not between or len(between) > 2 * _UNKNOWN or self._digits(*before) != self._digits(first, last):
            return False
        if all(word in known.again or word in known.links for word in between):
            return True
        return (
            between[0] in known.again
            and not self._is_weak(first, last)
            and not self.is_counted(first, last)
            and all(word in known.again or word in known.small or word in known.giving for word in between)
        )

    def _is_of_a_card(self, first: int, last: int) -> bool:
        """Three digits with the back of a card, four with its front: "the number, the date and 402 behind"."""
        around, digits = self._around(first, last), self._digits(first, last)
        is_other = self._is_weak(first, last) or self._is_money(first, last) or self._is_glued(first, last)
        if first != last or digits not in (3, 4) or is_other:
            return False
        sides = self._lists.card_backs if digits == 3 else self._lists.card_fronts
        before = self._words[first - 1] if first else ""
        return (
            not around.isdisjoint(sides)
            and before not in self._lists.numbering
            and any(
                (name.kind == "card" or self._named.words_of(name) in self._lists.precise)
                and self._named.is_one_clause(name.first, first)
                for name in self._named.near(first, last, 2 * _WIDE)
            )
        )

    def _begins_with_zero(self, first: int, last: int) -> bool:
        """ "I use 0107 for the card": four digits that no post code, year or number of a street begins with."""
        digits = self._reading.tokens[first].digits
        return (
            len(digits) == 4
            and digits.startswith("0")
            and not _PREFIX.match(digits)
            and self._stands_alone(first, last)
            and not self._around(first, last).isdisjoint(self._lists.giving)
            and any(
                name.kind in ("card", "sim", "phone", "account") and self._named.is_one_clause(name.first, first)
                for name in self._named.near(first, last, 2 * _WIDE)
            )
        )

    def _is_near_code(self, first: int, last: int) -> bool:
        """Six digits, which hardly anything else has, or some in words and a code spoken of in the same clause."""
        if self._is_shown(first, last):
            return True
        tokens = self._reading.tokens
        singles = last - first > 2 and all(len(tokens[at].digits) == 1 for at in range(first, last + 1))
        if singles and self._is_done(first, last):
            return True  # "they made me say 5-5-2-8-1-7"
        is_dictated = first < last and (tokens[first].spelled or singles)
        if self._digits(first, last) != 6 and not (is_dictated and last - first > 1):
            return False
        alone = self._stands_alone(first, last) or self._is_grouped(first, last)
        if not is_dictated and alone and self._is_sent(first, last):
            return True
        return any(
            name.kind == "code" and self._named.is_one_clause(name.first, first) and name.first - last >= -_WIDE
            for name in self._named.near(first, last, _WIDE + last - first)
        )

    def _is_unexplained(self, first: int, last: int, is_weak: bool) -> bool:
        """A number that nothing explains, in a message that speaks of a code: no noun that it numbers, no sender's."""
        if is_weak or self._begins_a_place(last) or self._is_glued(first, last):
            return False
        digits = self._digits(first, last)
        known = self._lists
        before = self._words[first - 1] if first else ""
        gap = self._reading.between(first - 1, first) if first else ""
        if not gap.strip(" ") and (
            before in known.numbering or (before in known.openers and before not in known.giving)
        ):
            return False  # "I live at number 1184", "texts from 8810"
        alone = first == 0 or gap.strip(" ") or before in known.links or before in known.giving or before in known.small
        if not alone and digits < 6:
            return False
        for name in self._named.near(first, last, _WIDE):
            if (
                name.kind == "code"
                and name.first - last >= -_WIDE
                and name.last - first <= _WIDE
                and (digits > 3 or self._named.words_of(name) in known.precise)
                and self._fits(name, first, last)
            ):
                return True
        return False

    @cached_property
    def _speaks_of_security(self) -> bool:
        """Whether the code of a card is spoken of: by its name, or behind the card's date."""
        return self._has_expiry or any(self._named.words_of(name) in self._lists.precise for name in self._named.names)

    @cached_property
    def _has_expiry(self) -> bool:
        return _EXPIRY.search(self._reading.text) is not None

    def _is_behind_expiry(self, first: int, last: int) -> bool:
        """ "03/29, 618"."""
        start = self._reading.tokens[first].start
        return (
            self._digits(first, last) == 3
            and _BEHIND_EXPIRY.search(self._reading.text[max(0, start - 30) : start]) is not None
        )

    def _is_glued(self, first: int, last: int) -> bool:
        """Whether letters stand right before or behind: "B2288", "24u"."""
        text, tokens = self._reading.text, self._reading.tokens
        if _LETTER_BEFORE.search(text[max(0, tokens[first].start - 2) : tokens[first].start]):
            return True
        return text[tokens[last].end : tokens[last].end + 1].isalpha()

    def _is_shown(self, first: int, last: int) -> bool:
        """Five or eight digits that were read out or typed, from a screen or to somebody; three beside a card."""
        digits = self._digits(first, last)
        if (
            digits not in (3, 5, 8)
            or (digits == 3 and not self._speaks_of_security)
            or first != last
            or self._is_weak(first, last)
            or not self._stands_alone(first, last)
        ):
            return False
        if digits == 3:
            name = self._named.before(first)
            return name is not None and name.kind == "card"
        return self._is_done(first, last) and not self._around(first, last).isdisjoint(self._lists.code_places)

    def _is_sent(self, first: int, last: int) -> bool:
        """Whether it is all that is said, or is said with a message, a screen, a caller or what was done with it."""
        around = self._around(first, last)
        return (
            len(self._words) <= _ANSWER or self._is_done(first, last) or not around.isdisjoint(self._lists.code_places)
        )

    def _is_done(self, first: int, last: int) -> bool:
        """Whether it was given, typed or said."""
        words = self._around(first, last)
        return not words.isdisjoint(self._lists.giving) or not words.isdisjoint(self._lists.typing)

    def _around(self, first: int, last: int) -> frozenset[str]:
        """The words of the same clause, eight before and eight behind; asked of the same number again and again."""
        if self._asked != (first, last):
            begins, ends = self._named.clause_of(first)
            words = self._words[max(begins, first - _AROUND) : min(ends, last + _AROUND) + 1]
            self._asked, self._words_around = (first, last), frozenset(words)
        return self._words_around

    def _stands_alone(self, first: int, last: int) -> bool:
        """Digits without letters or signs around, and without a noun that they number."""
        token, text = self._reading.tokens[first], self._reading.text
        if first != last or token.digits.endswith("000"):
            return False
        if text[token.start - 1 : token.start].strip("\"'( \n") or text[token.end : token.end + 1].strip("\"'),.!? \n"):
            return False
        if first == 0 or not self._named.is_one_clause(first - 1, first):
            return True
        word, known = self._words[first - 1], self._lists
        if word in known.numbering:
            return False
        is_noun = word not in known.small and word not in known.giving and word not in known.typing
        return not is_noun or self._reading.between(first - 1, first) != " "

    def _is_grouped(self, first: int, last: int) -> bool:
        """Six digits in groups as they are read aloud, "665 201" or "58 31 04", where a noun is no neighbour."""
        tokens = self._reading.tokens[first : last + 1]
        lengths = [len(token.digits) for token in tokens]
        gaps = {self._reading.between(at, at + 1) for at in range(first, last)}
        if (
            lengths not in ([3, 3], [2, 2, 2])
            or gaps not in ({" "}, {"-"})
            or tokens[-1].digits in ("000", tokens[0].digits)
        ):
            return False
        before, known = self._words[first - 1] if first else "", self._lists
        told = self._words[max(0, first - _UNKNOWN - 1) : first]
        return before not in known.numbering and (
            not first or before in known.small or any(word in known.giving or word in known.typing for word in told)
        )

    def _of_itsme(self, name_last: int) -> tuple[int, int] | None:
        """The number that itsme showed: "itsme toonde 87"."""
        given = False
        for at in range(name_last + 1, min(name_last + 6, len(self._words))):
            token = self._reading.tokens[at]
            if given and len(token.digits) == 2 and not self.is_counted(at, at):
                return token.start, token.end
            given = given or token.text in self._lists.giving
            if token.text not in self._lists.small and token.text not in self._lists.giving:
                return None
        return None

    def _is_linked(self, between: list[str]) -> bool:
        """Whether "is" stands before a number, with only small words before and behind it."""
        return any(word in self._lists.links for word in between) and between[-1] in self._lists.small

    def _is_one_more(self, first: int) -> bool:
        """ "code 492113 en dan nog een: 344833"."""
        return any(
            name.kind == "code" and 0 < first - name.last <= 2 * _REACH
            for name in self._named.near(first, first, 3 * _REACH)
        )

    def _is_said_of_code(self, first: int, last: int, is_weak: bool) -> bool:
        """ "4921 is the code they asked", "4921 ingegeven als pin", "4921. That was the code"."""
        before = self._words[first - 1] if first else ""
        linked = before in self._lists.links or self._named.is_assigned(last + 1)  # "c'est 472 le code", "472 = my PIN"
        is_asked = before in ("que", "of", "dat", "that", "if") and last + 1 < len(self._words)
        is_asked = is_asked and self._words[last + 1] in self._lists.links  # "whether 1990 is a good PIN"
        if before in self._lists.openers and before not in self._lists.giving and not is_asked:
            return False  # "texts from 8810 with a code", "in 2023 the code was"
        unknown = given = False
        start = self._reading.tokens[first].start
        if start and self._reading.text[start - 1].isalpha():
            return False  # "B2288"
        for at in range(last + 1, min(last + 1 + _REACH, len(self._words))):
            name = self._named.starting_at(at)
            if name and name.kind == "phone" and given and self._digits(first, last) in (4, 6, 8):
                return not is_weak  # "1601 was shown on my phone"
            if name and name.kind in OWNERS and linked:
                continue  # "4921 is my card's secret number"
            if name and not linked and self._reading.between(last, last + 1).startswith(","):
                return False  # "Chrome 121, mot de passe oublié"
            if name:
                if not self._fits(name, first, last):
                    return False
                here = self._named.is_one_clause(last, at) or (linked and at - last <= 5)
                if (
                    not linked
                    and self._digits(first, last) == 3
                    and self._named.words_of(name) not in self._lists.precise
                ):
                    return False
                return here and name.kind in ("code", "password") and (linked or not is_weak)
            word = self._words[at]
            given = given or word in self._lists.giving
            if word in self._lists.links or word in self._lists.as_words or word in self._lists.introducing:
                linked = True
            elif word not in self._lists.small and word not in self._lists.giving:
                if unknown or not linked:
                    return False
                unknown = True  # "as the confirmation code"
        return False

    def _is_typed(self, first: int, last: int, is_weak: bool) -> bool:
        """ "typ 4921 zei hij", "4921 ingeven"."""
        tokens = self._reading.tokens
        if is_weak or self._digits(first, last) < 4 or self._begins_a_place(last):
            return False
        for before in range(first - 1, max(first - 4, -1), -1):
            if not self._named.is_one_clause(before, first):
                break
            verb = self._words[before]
            if verb in self._lists.typing or f"{verb} {self._words[before + 1]}" in self._lists.typing:
                return True
            if self._words[before] not in self._lists.small:
                break
        after = last + 1
        return (
            after < len(tokens) and self._words[after] in self._lists.typing and self._named.is_one_clause(last, after)
        )

    def is_counted(self, first: int, last: int) -> bool:
        """Whether it is a date, an amount, a time, counts something, or is a public number."""
        tokens, words = self._reading.tokens, self._words
        if any(self._ordinary[tokens[first].start : tokens[last].end]) and not self._is_dotted(first, last):
            return True
        digits = "".join(tokens[at].digits for at in range(first, last + 1))
        if (len(digits) >= 8 and is_public(digits, is_abroad=False)) or _FREE.fullmatch(digits):
            return True
        if last + 1 < len(tokens) and words[last + 1] in self._lists.units:
            gap = self._reading.between(last, last + 1)
            if gap == " " or (gap == "" and len(words[last + 1]) > 1):
                return True
        if first == 0 or not self._named.is_one_clause(first - 1, first):
            return False
        if self._is_six_beside_code(first, last):
            return False  # "codes like 118273"
        if not self._around(first, last).isdisjoint(self._lists.examples) or self._is_day(first, last):
            return True
        if self._is_senders(first, last) or self._is_where_one_lives(first, last) or self._is_last_of_card(first, last):
            return True
        before = self._lists.before_ordinary
        return words[first - 1] in before or (first > 1 and f"{words[first - 2]} {words[first - 1]}" in before)

    def _is_day(self, first: int, last: int) -> bool:
        """Eight digits that are a date, behind a word that dates have: "changed on 12032026"."""
        digits, known = self._reading.tokens[first].digits, self._lists
        before = self._words[first - 1]
        return (
            first == last
            and COMPACT_DATE.fullmatch(digits) is not None
            and before in known.openers
            and f"{self._words[first - 2] if first > 1 else ''} {before}" not in known.set_to
        )

    def _is_senders(self, first: int, last: int) -> bool:
        """Whether a message or call came from it or went to it: "the code came from 8866", "I texted STOP to 8888"."""
        known, words = self._lists, self._words
        if (
            first != last
            or self._digits(first, last) not in (4, 5)
            or self._around(first, last).isdisjoint(known.messages)
        ):
            return False
        before, further = words[first - 1], words[first - 2] if first > 1 else ""
        if before in known.senders["from"] or (before in known.determiners and further in known.senders["from"]):
            return True
        name = self._named.before(first)
        is_set = name is not None and name.last >= first - 2  # "changed my PIN to 4471"
        if before in known.senders["to"]:
            return not is_set and f"{further} {before}" not in known.set_to
        return before in known.senders["sent"] and name is None

    def _is_where_one_lives(self, first: int, last: int) -> bool:
        around = set(self._words[max(0, first - 4) : first])
        return self._digits(first, last) <= 4 and not around.isdisjoint(self._lists.living)

    def _is_last_of_card(self, first: int, last: int) -> bool:
        """ "The last digits of my card are 4471", "visa ending 2210": what a shop prints as well."""
        known, tokens = self._lists, self._reading.tokens
        name = self._named.before(first)
        if self._digits(first, last) != 4 or name is None or (name.last >= first - 2 and name.kind == "code"):
            return False
        is_named = False
        for at in range(first - 1, max(first - _LAST_DIGITS, 0) - 1, -1):
            other = self._named.starting_at(at)
            is_named = is_named or (other is not None and other.kind in ("card", "account", "phone"))
            if len(tokens[at].digits) > 2:
                return False  # another number
            if self._words[at] in known.last_digits:
                return is_named
        return False

    def _is_dotted(self, first: int, last: int) -> bool:
        """ "The code, wait, 83.92.11": three pairs that are no date, behind the name of a code and no version's."""
        tokens = self._reading.tokens[first : last + 1]
        if len(tokens) != 3 or {self._reading.between(at, at + 1) for at in range(first, last)} != {"."}:
            return False
        name = self._named.before(first)
        is_date = int(tokens[0].digits) <= 31 and int(tokens[1].digits) <= 12
        return (
            name is not None
            and name.kind == "code"
            and all(len(token.digits) == 2 for token in tokens)
            and not is_date
            and self._words[first - 1] not in self._lists.products
        )

    def _is_six_beside_code(self, first: int, last: int) -> bool:
        digits = self._reading.tokens[first].digits
        return (
            first == last
            and len(digits) == 6
            and not digits.startswith(("19", "20"))
            and not digits.endswith("000")
            and any(
                name.kind == "code" and self._named.is_one_clause(name.first, first)
                for name in self._named.near(first, last, 2 * _WIDE)
            )
        )

    def _is_money(self, first: int, last: int) -> bool:
        """ "I withdrew 250 with my card"."""
        return self._digits(first, last) <= 4 and not self._around(first, last).isdisjoint(self._lists.money)

    def _is_weak(self, first: int, last: int) -> bool:
        """Whether it may as well be a year, a short public number or a post code."""
        token = self._reading.tokens[first]
        if all(self._reading.between(at, at + 1) in (".", ",") for at in range(first, last)) and first < last:
            return all(len(self._words[at]) == 3 for at in range(first + 1, last + 1))  # 1.200
        digits = "".join(one.digits for one in self._reading.tokens[first : last + 1])
        if token.spelled and last - first < 2:  # "a hundred", "nineteen ninety eight"
            return digits.endswith("00") or YEAR.fullmatch(digits) is not None
        return first == last and bool(YEAR.fullmatch(token.digits) or PUBLIC_SHORT.fullmatch(token.digits))

    def _digits(self, first: int, last: int) -> int:
        tokens = self._reading.tokens
        if first == last:
            return len(tokens[first].digits)
        return sum(len(token.digits) for token in tokens[first : last + 1])

    def _begins_a_place(self, last: int) -> bool:
        """Whether a name follows, as after a post code: "1030 Schaerbeek"."""
        tokens = self._reading.tokens
        if last + 1 >= len(tokens) or len(tokens[last].digits) != 4:
            return False
        following = tokens[last + 1]
        return (
            self._reading.between(last, last + 1) == " "
            and not following.digits
            and len(following.text) > 2
            and self._reading.is_capital(following)
            and self._named.starting_at(last + 1) is None
        )
