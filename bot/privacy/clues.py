"""What is seen of each word and number that may be a password or a code: how it looks, and what stands around it.

A clue is a short text that begins with a sign for what it tells ("<" the word before, "l" its look); `weighing` adds up
what the clues of a candidate weigh. What the rules found is one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.privacy.digits import COMPACT_DATE, COUNTING, PUBLIC_SHORT, YEAR, Found
from bot.privacy.names import Name, Named, lists
from bot.privacy.passwords import ORDINARY_MIX
from bot.privacy.reading import Reading, Token
from bot.privacy.telephones import is_public

_AROUND = 10  # tokens on each side whose words are looked at
_WIDE = 20  # the same, for the name of a secret
_LONGEST = 64  # characters of one candidate
_LONGEST_PHRASE = 7  # words behind the first
_STEM = 5  # letters of a word around, so that the forms of a verb are one
_SHAPE = 24  # characters
_HALF_OF_CARD = 8  # digits
_PUBLIC = 9  # digits of a number that nobody has as a code, such as the hotline's
_JOINTS = re.compile(r"[^\s:=\"'(),;…>→\[\]]+")  # between the parts of one candidate
_DIGIT_GAPS = (" ", "-", ".", "")
_SIGNS = "!?*#@$%&+_=^~€£§-"  # at a word's end; at its beginning no question mark and no dash
_HEAD = re.compile(r"[*#@$%&+_=^~€£§!]{1,3}\Z")
_TAIL = re.compile(rf"[{_SIGNS}]{{1,4}}(?=[\s\"'),.;:]|$)")
# No elision ("j'ai") and no joined word ("e-mail").
_OPENING = re.compile(r"((?<!\w)[\"'-]|[:=(\n]|-(?=[ \n]))[ \n]*\Z")
_CLOSING = {sign: re.compile(rf"{sign}(?!\w)") for sign in "\"'"}
_CLAUSE_END = re.compile(r"[.!?,;:()\n\"]")
_PUNCTUATION = re.compile(r"[^\w\s]")
_DIGITS = "0123456789"
_PARTICIPLES = ("é", "ée", "és", "ées")
_SECRETS = frozenset(("password", "code", "phrase", "answer"))
_NAMES = _SECRETS | {"login", "itsme", "card", "sim", "phone", "account"}
# What counts together where words around are looked at: numbers, mixed runs, what may be a password, phrases, the rest.
_GROUPS = {"n": "n", "m": "m", "j": "r", "r": "r", "p": "r", "q": "q", "N": "c", "d": "c", "c": "c"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word, number or phrase by its first and last token, and where it stands in the folded text, signs included."""

    first: int
    last: int
    start: int
    end: int


class Clues:
    """The clues of one text."""

    def __init__(self, reading: Reading, named: Named, ordinary: bytearray, by_rule: Iterable[Found]) -> None:
        self._reading = reading
        self._named = named
        self._ordinary = ordinary
        self._lists = lists()
        self._classes: dict[int, str] = {}
        self._rules = bytearray(len(reading.text))  # 1 where a code was found by a rule, 2 where a password
        for kind, start, end in by_rule:
            self._rules[start:end] = (b"\1" if kind == "code" else b"\2") * (end - start)

    def of_all(self) -> Iterator[tuple[Candidate, str, list[str]]]:
        """Each candidate, its kind and its clues, if anything in the text speaks of secrets or is a number."""
        if not self._speaks_of_secrets():
            return
        found = [one for one in self._candidates() if self._may_be_secret(one)]
        kinds = [self._kind(one) for one in found]
        counts = Counter(kinds)
        for one, kind in zip(found, kinds, strict=True):
            yield one, kind, self._of(one, kind, counts)

    def _speaks_of_secrets(self) -> bool:
        if any(name.kind in _NAMES for name in self._named.names) or any(t.digits for t in self._reading.tokens):
            return True
        return any(word.startswith(self._lists.entering) for word in self._named.words)

    def _candidates(self) -> Iterator[Candidate]:
        """All runs of words, digits and signs, digits that are dictated in groups as one, and what may be a phrase."""
        tokens, text = self._reading.tokens, self._reading.text
        first = 0
        for at, token in enumerate(tokens):
            if at + 1 < len(tokens) and self._goes_on(first, at):
                continue
            head = _HEAD.search(text, max(0, tokens[first].start - 3), tokens[first].start)
            tail = _TAIL.match(text, token.end)
            yield Candidate(first, at, head.start() if head else tokens[first].start, tail.end() if tail else token.end)
            first = at + 1
        for at in range(1, len(tokens)):
            if (opening := _OPENING.search(text, tokens[at - 1].end, tokens[at].start)) and (
                last := self._end_of_phrase(at, opening.group(1))
            ):
                yield Candidate(at, last, tokens[at].start, tokens[last].end)

    def _goes_on(self, first: int, at: int) -> bool:
        tokens, text = self._reading.tokens, self._reading.text
        one, other = tokens[at], tokens[at + 1]
        if other.end - tokens[first].start > _LONGEST:
            return False
        gap = text[one.end : other.start]
        is_dictated = one.digits and other.digits and (gap in _DIGIT_GAPS or (gap == ", " and one.spelled))
        if is_dictated or not gap:
            return True
        return _JOINTS.fullmatch(gap) is not None and not (one.spelled and " " in one.text)

    def _end_of_phrase(self, at: int, opening: str) -> int | None:
        """The last of several words, and no numbers, in quotes, behind a colon, or on a line of their own."""
        tokens, text, last = self._reading.tokens, self._reading.text, at
        closing = _CLOSING.get(opening)
        while True:
            is_end = last + 1 == len(tokens)
            start, end = tokens[last].end, len(text) if is_end else tokens[last + 1].start
            # One sign more, for a quotation mark that a letter follows closes nothing.
            if closing.search(text, start, end + 1) if closing else is_end or _CLAUSE_END.search(text, start, end):
                break
            if is_end or last - at == _LONGEST_PHRASE or (closing and "\n" in text[start:end]):
                return None
            last += 1
        return last if last > at and not any(token.digits for token in tokens[at : last + 1]) else None

    def _may_be_secret(self, one: Candidate) -> bool:
        token, known = self._reading.tokens[one.first], self._lists
        word = token.text
        if one.first < one.last or token.digits:
            return not self._is_half_of_card(one) and not self._is_public_number(one)
        if len(word) < 2 or word == "***" or self._is_said_of_somebody(one.first):
            return False
        return word not in known.small and word not in known.determiners and word not in known.openers

    def _is_public_number(self, one: Candidate) -> bool:
        digits = "".join(token.digits for token in self._reading.tokens[one.first : one.last + 1])
        return len(digits) >= _PUBLIC and is_public(digits, is_abroad=False)

    def _is_half_of_card(self, one: Candidate) -> bool:
        """Eight digits behind a card that no code is spoken of with: the rest of its number is still to come."""
        digits = sum(len(token.digits) for token in self._reading.tokens[one.first : one.last + 1])
        before, behind = self._name_before(one.first), self._name_behind(one.last)
        is_of_code = behind is not None and behind.kind in _SECRETS
        return digits >= _HALF_OF_CARD and before is not None and before.kind in ("card", "account") and not is_of_code

    def _is_said_of_somebody(self, at: int) -> bool:
        """ "She is housebound"."""
        words, known = self._named.words, self._lists
        return at > 1 and words[at - 1] in known.links and words[at - 2] in known.who_is

    def _without_signs(self, one: Candidate) -> str:
        """ "zomer" of "zomer!"; joined words are one."""
        tokens = self._reading.tokens
        return self._reading.text[tokens[one.first].start : tokens[one.last].end]

    def _kind(self, one: Candidate) -> str:
        """n: a number, m: letters and digits, q: a phrase, j: joined words or a word with signs (but ? and !), p: what
        many take for a password, N: a name of secrets; what is said of them (d), what many say (c), the rest (r)."""
        known, tokens = self._lists, self._reading.tokens[one.first : one.last + 1]
        text, word = self._reading.text[one.start : one.end], self._without_signs(one)
        if any(token.digits for token in tokens):
            return "n" if all(token.digits for token in tokens) else "q" if " " in text else "m"
        if " " in text:
            return "q"
        if len(tokens) > 1 or text.rstrip("?!") != word:  # these may as well end the sentence
            return "c" if word in known.common else "j"
        if word in known.popular:
            return "p"
        if self._named.starting_at(one.first) or self._named.ending_at(one.first):
            return "N"
        if known.describes(word, by_form=False):
            return "d"
        return "c" if word in known.common else "r"

    def _of(self, one: Candidate, kind: str, counts: Counter[str]) -> list[str]:
        look, clues = self._look(one, kind)
        short = look if kind == "n" else kind
        return [
            *clues,
            *self._beside(one, kind, look, short),
            *self._names(one, kind, short, look),
            *self._around(one, kind, short),
            f"n{kind}{min(counts[kind], 5)}",
            *(f"o{kind}{other}{min(counts[other] - (other == kind), 2)}" for other in "nmrj"),
            *self._of_rules(one, kind, short),
        ]

    def _of_rules(self, one: Candidate, kind: str, short: str) -> Iterator[str]:
        """What a rule found, and where rules are right and wrong."""
        rule = max(self._rules[one.start : one.end], default=0)
        yield f"R{rule}{kind}"
        if rule:
            name = self._name_before(one.first)
            near = "-" if name is None else f"{name.kind}{min(one.first - name.last, 4)}"
            yield f"Rl{rule}{short}{self._class(one.first - 1)}"
            yield f"Rr{rule}{short}{self._class(one.last + 1)}"
            yield f"Rn{rule}{short}{near}"

    def _look(self, one: Candidate, kind: str) -> tuple[str, list[str]]:
        """What it is made of, in short and as clues."""
        reading, tokens = self._reading, self._reading.tokens[one.first : one.last + 1]
        original = reading.original[slice(*reading.span(one.start, one.end))]
        is_ordinary = any(self._ordinary[one.start : one.end])
        if kind == "n":
            digits = "".join(token.digits for token in tokens)
            end = "y" if YEAR.fullmatch(digits) else "0" if digits.endswith("00") else ""
            look = f"{min(len(digits), 10)}{'s' * tokens[0].spelled}{'g' * (len(tokens) > 1)}{end}{'o' * is_ordinary}"
            clues = list(self._of_number(one, digits))
        else:
            begins = one.first == 0 or not self._named.is_one_clause(one.first - 1, one.first)
            case = "A" if original.isupper() else "T" if original[:1].isupper() else "a"
            look = f"{kind}{case}{'^' * begins}"
            if kind == "q":
                clues = self._inside(one)
            elif kind in "rcdp":
                clues = [f"h{_shape(original)}", *self._of_word(one, original, kind)]
            else:
                is_usual = (
                    ORDINARY_MIX.fullmatch(value := original.lower()) or value.rstrip(_DIGITS) in self._lists.products
                )
                clues = [f"h{_shape(original)}", *["io"] * is_ordinary, *["iX"] * bool(is_usual)]
        return look, [f"k{kind}", f"l{look}", f"L{kind}{min(one.end - one.start, 12)}", *clues]

    def _of_number(self, one: Candidate, digits: str) -> Iterator[str]:
        tokens, length = self._reading.tokens, min(len(digits), 10)
        if PUBLIC_SHORT.fullmatch(digits):
            yield f"ip{length}"
        if COMPACT_DATE.fullmatch(digits):
            yield "iD"
        if digits.startswith("0"):
            yield f"iz{length}"
        if len(set(digits)) == 1 or digits in COUNTING:
            yield f"ie{length}"
        after = one.last + 1
        if after < len(tokens) and self._reading.is_capital(tokens[after]):
            yield f"iP{length}{self._gap(one.end, tokens[after].start)}"  # as behind a post code: "1030 Schaerbeek"
        lengths = [len(token.digits) for token in tokens[one.first : after]]
        if len(lengths) > 1:
            yield f"iG{''.join(map(str, lengths[:6]))}"

    def _inside(self, one: Candidate) -> list[str]:
        """What a phrase is made of."""
        words = self._named.words[one.first : one.last + 1]
        classes = "".join(self._class(at) for at in range(one.first, one.last + 1))
        return [
            *(f"I{word[:_STEM]}" for word in words),
            f"Iw{classes[:5]}",
            f"Is{min(sum(word in self._lists.small for word in words), 4)}",
            f"Ir{min(classes.count('r'), 3)}",
        ]

    def _of_word(self, one: Candidate, original: str, kind: str) -> Iterator[str]:
        known, word = self._lists, self._without_signs(one)
        yield f"e{kind}{word[-3:]}"
        yield f"e{word[-2:]}"
        for mark, group in (("b", known.beside_passwords), ("s", known.said), ("v", known.services)):
            if word in group:
                yield f"i{mark}{kind}"
        if known.describes(word):
            yield f"id{kind}"
        if word in known.giving or word in known.typing:
            yield f"ig{kind}"
        if original.lower().rstrip(_SIGNS).endswith(_PARTICIPLES):
            yield "ié"
        if kind in "cd":
            yield f"w{word}"

    def _beside(self, one: Candidate, kind: str, look: str, short: str) -> tuple[str, ...]:
        """The words and signs right before and behind it."""
        tokens, first, last, group = self._reading.tokens, one.first, one.last, _GROUPS[kind]
        before, further, third = (self._word(first - step) for step in (1, 2, 3))
        behind, beyond = self._word(last + 1), self._word(last + 2)
        gap_before = self._gap(tokens[first - 1].end if first else 0, one.start)
        is_end = last + 1 == len(tokens)
        gap_behind = self._gap(one.end, len(self._reading.text) if is_end else tokens[last + 1].start)
        left, right = self._class(first - 1), self._class(last + 1)
        return (
            f"<{group}{before}",
            f"<*{group}{before[:4]}",
            f"<<{group}{further[:_STEM]}",
            f"<<<{group}{third[:_STEM]}",
            f"<{further} {before}",
            f"<{third} {further} {before}",
            f">{group}{behind}",
            f">>{group}{beyond}",
            f">{behind} {beyond}",
            f"{before}_{behind}",
            f"g{group}{gap_before}",
            f"G{group}{gap_behind}",
            f"gG{short}{gap_before}{gap_behind}",
            f"gl{look}{gap_before}{left}",
            f"Gl{short}{gap_behind}{right}",
            f"c{short}{left}{self._class(first - 2)}",
            f"C{short}{right}{self._class(last + 2)}",
            f"c{group}{gap_before}{left}{gap_behind}{right}",
        )

    def _names(self, one: Candidate, kind: str, short: str, look: str) -> Iterator[str]:
        """The names of secrets before and behind it, how far they are, and what stands between."""
        named, group = self._named, _GROUPS[kind]
        before, behind = self._name_before(one.first), self._name_behind(one.last)
        for sign, name in (("B", before), ("A", behind)):
            if name is None:
                yield f"{sign}0{short}"
                continue
            start, end = (name.last, one.first) if sign == "B" else (one.last, name.first)
            distance = end - start
            near = distance if distance < 3 else 4 if distance < 6 else 8 if distance < _AROUND else 16
            same = "=" if named.is_one_clause(start, end) else "/"
            between = "".join(self._class(at) for at in range(start + 1, end))
            yield f"{sign}{group}{name.kind}"
            yield f"{sign}{short}{name.kind}{near}{same}"
            yield f"{sign}{group}{near}{same}"
            yield f"{sign}s{short}{''.join(dict.fromkeys(between)) if len(between) <= 8 else '*'}"
            yield f"{sign}u{short}{min(between.count('r') + between.count('c'), 4)}{same}"
            yield f"{sign}x{group}{named.words_of(name)}"
        if before is None and behind is None:
            yield f"0{look}"
        yield f"O{short}{named.of(one.first, one.last)}"

    def _around(self, one: Candidate, kind: str, short: str) -> Iterator[str]:
        """The words on each side, whether something is asked, and how much is said."""
        words, group = self._named.words, _GROUPS[kind]
        for word in words[max(0, one.first - _AROUND) : one.first]:
            yield f"b{group}{word[:_STEM]}"
        for word in words[one.last + 1 : one.last + 1 + _AROUND]:
            yield f"a{group}{word[:_STEM]}"
        start, end = self._named.clause_of(one.first)
        clause = {self._class(at) for at in range(max(start, one.first - _WIDE), min(end, one.last + _WIDE) + 1)}
        yield from (f"q{mark}{short}" for mark in "gtl" if mark in clause)
        end = self._reading.tokens[end].end
        yield f"Q{short}{'?' if '?' in self._reading.text[end : end + 3] else '.'}"
        size = len(words)
        is_all = size == one.last - one.first + 1
        yield f"z{short}{1 if is_all else next((most for most in (3, 8, 20) if size <= most), 40)}"

    def _word(self, at: int) -> str:
        if not 0 <= at < len(self._reading.tokens):
            return "^"
        token = self._reading.tokens[at]
        return f"#{min(len(token.digits), 9)}" if token.digits else token.text

    def _gap(self, start: int, end: int) -> str:
        """The signs between two tokens."""
        text = self._reading.text[start:end]
        if text == " ":
            return "_"
        if "\n" in text:
            return "N"
        return "".join(dict.fromkeys(_PUNCTUATION.findall(text)))[:2] or ("_" if text else "^")

    def _class(self, at: int) -> str:
        """What kind of word it is, in one letter."""
        if at not in self._classes:
            is_inside = 0 <= at < len(self._reading.tokens)
            self._classes[at] = self._class_of(self._reading.tokens[at], at) if is_inside else "^"
        return self._classes[at]

    def _class_of(self, token: Token, at: int) -> str:
        if name := (self._named.starting_at(at) or self._named.ending_at(at)):
            return "S" if name.kind in _SECRETS else "O"
        if token.digits:
            return "#"
        return next((mark for mark, words in self._lists.classes if token.text in words), "r")

    def _name_before(self, at: int) -> Name | None:
        """The nearest name of a password or a code, or else of what has one."""
        names = [one for one in self._named.near(at - _WIDE, at - 1, 0) if one.last < at and one.kind in _NAMES]
        secrets = [one for one in names if one.kind in _SECRETS]
        return (secrets or names)[-1] if names else None

    def _name_behind(self, at: int) -> Name | None:
        names: Sequence[Name] = self._named.near(at + 1, at + _WIDE, 0)
        return next((one for one in names if one.kind in _NAMES), None)


def _shape(value: str) -> str:
    """ "Aa0" for "Zomer2024": which signs follow which."""
    shape = ""
    for character in value[:_SHAPE]:
        kind = "0" if character.isdigit() else character
        if character.isalpha():
            kind = "A" if character.isupper() else "a"
        if not shape.endswith(kind):
            shape += kind
    return shape[:6]
