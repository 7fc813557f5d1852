"""Finds the names of secrets ("card number", "PIN"; content/secrets.yml) beside numbers and words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.content import ROOT, read_content
from bot.privacy.reading import Reading

NO_SECRET = "reference"
_REACH, _REACH_CHARACTERS = 10, 70  # tokens and characters between a name and the number that it names
_CLAUSE_ENDS = re.compile(r"(?<!\.)[.!?](?!\.)[\s\"')]|[;\n]\s*\n|;")
_LINK = re.compile(r"(?:https?:|www\.|[\w-]{1,63}\.[a-z]{2,12}/)\S+|%[0-9a-f]{2}\S+")  # words in it name nothing
_ADVERBS = ("ement", "ly")
_ASSIGNED = re.compile(r"[:=>→]")
_ABBREVIATION = 4  # letters; "tel. 0470" is no end of a sentence


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text, by the numbers of its first and last token."""

    kind: str
    first: int
    last: int


class Named:
    """The names in a text. What is asked about a number is asked by its first and last token."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = [token.text for token in reading.tokens]
        self.names = self._find()

    def of(self, first: int, last: int) -> str | None:
        """The kind of secret that names the number: the nearest name before it, or one right after it."""
        if not self.names:
            return None
        before = self.before(first)
        if before:
            return before.kind
        after = self.after(last)
        return after.kind if after else None

    def before(self, first: int) -> Name | None:
        """The nearest name in the same clause."""
        name = self._last_before[first] if first < len(self._last_before) else None
        return name if name and self.is_one_clause(name.last, first) and self._is_near(name.last, first) else None

    def after(self, last: int) -> Name | None:
        """The first name that follows, with nothing but small words and "is" between."""
        if not self.names or last >= self.names[-1].first:
            return None
        for at in range(last + 1, min(last + 2 + _REACH, len(self.words))):
            if not self.is_one_clause(last, at):
                return None
            if name := self._by_first.get(at):
                return name
            if self.words[at] not in self.lists.small and self.words[at] not in self.lists.links:
                return None
        return None

    def is_reference(self, first: int) -> bool:
        """Whether the number at token `first` is named as something that is no secret, such as an order number."""
        name = self.before(first)
        return name is not None and name.kind == NO_SECRET

    def near(self, first: int, last: int, reach: int) -> list[Name]:
        """The names that begin at most `reach` tokens before or behind."""
        return self.names[bisect_left(self._firsts, first - reach) : bisect_right(self._firsts, last + reach)]

    def is_assigned(self, at: int) -> bool:
        """Whether a colon or the like stands before a token."""
        return 0 < at < len(self.words) and bool(_ASSIGNED.search(self.reading.between(at - 1, at)))

    def words_of(self, name: Name) -> str:
        return " ".join(self.words[name.first : name.last + 1])

    def starting_at(self, first: int) -> Name | None:
        return self._by_first.get(first)

    def ending_at(self, last: int) -> Name | None:
        return self._by_last.get(last)

    def is_one_clause(self, first: int, second: int) -> bool:
        return self._clauses[first] == self._clauses[second]

    def clause_of(self, at: int) -> tuple[int, int]:
        """The first and the last token of the clause in which a token stands."""
        return self._clause_bounds[self._clauses[at]]

    @property
    def lists(self) -> Lists:
        return lists()

    @cached_property
    def _clauses(self) -> list[int]:
        """The number of the clause in which each token stands."""
        numbers: list[int] = []
        clause = 0
        tokens, text = self.reading.tokens, self.reading.text
        for at, token in enumerate(tokens):
            if at:
                between = text[tokens[at - 1].end : token.start]
                if len(between) > 1 and _CLAUSE_ENDS.search(between) and not self._goes_on(between, at):
                    clause += 1
            numbers.append(clause)
        return numbers

    @cached_property
    def _clause_bounds(self) -> list[tuple[int, int]]:
        bounds: list[tuple[int, int]] = []
        for at, clause in enumerate(self._clauses):
            if clause == len(bounds):
                bounds.append((at, at))
            else:
                bounds[clause] = (bounds[clause][0], at)
        return bounds

    def _goes_on(self, between: str, at: int) -> bool:
        """Whether it is the end of an abbreviation ("tel. 0470") or of a password ("chocolat! comme mot de passe")."""
        tokens = self.reading.tokens
        if between == "! " and (self.words[at] in self.lists.links or self.words[at] in self.lists.as_words):
            return True
        return bool(tokens[at].digits) and tokens[at - 1].text.isalpha() and len(tokens[at - 1].text) <= _ABBREVIATION

    @cached_property
    def _last_before(self) -> list[Name | None]:
        """Before each token, the name that ends last."""
        names = self._by_last
        nearest: list[Name | None] = []
        latest: Name | None = None
        for at in range(len(self.words)):
            nearest.append(latest)
            latest = names.get(at, latest)
        return nearest

    @cached_property
    def _firsts(self) -> list[int]:
        return [name.first for name in self.names]

    @cached_property
    def _by_first(self) -> dict[int, Name]:
        return {name.first: name for name in self.names}

    @cached_property
    def _by_last(self) -> dict[int, Name]:
        return {name.last: name for name in self.names}

    def _is_near(self, before: int, after: int) -> bool:
        tokens = self.reading.tokens
        return after - before <= _REACH and tokens[after].start - tokens[before].end <= _REACH_CHARACTERS

    def _find(self) -> list[Name]:
        """The longest; of those that overlap and are as long, the later one ("mon numéro national")."""
        links = bytearray(len(self.reading.text))
        for match in _LINK.finditer(self.reading.text):
            links[match.start() : match.end()] = b"\1" * len(match.group())
        candidates = []
        logs_in = False
        for at, token in enumerate(self.reading.tokens):
            kind, length = self.lists.name_at(self.words, at)
            is_bare = self.words[at] == "pass" and length == 1 and not self.is_assigned(at + 1) and not logs_in
            logs_in = logs_in or kind == "login"
            if kind and not links[token.start] and not is_bare:
                candidates.append(Name(kind, at, at + length - 1))
        candidates.sort(key=lambda name: (name.first - name.last, -name.first))
        taken = bytearray(len(self.words))
        names = []
        for name in candidates:
            if not any(taken[name.first : name.last + 1]):
                taken[name.first : name.last + 1] = b"\1" * (name.last + 1 - name.first)
                names.append(name)
        return _with_pronouns(sorted(names, key=lambda name: name.first))


def _with_pronouns(names: list[Name]) -> list[Name]:
    """The same, where "mine" is named after the password before it, or not at all."""
    known: list[Name] = []
    kind = None
    for name in names:
        if name.kind == "password":
            kind = name.kind
        if name.kind != "mine":
            known.append(name)
        elif kind:
            known.append(Name(kind, name.first, name.last))
    return known


class Lists:
    """content/secrets.yml, made ready for looking up."""

    def __init__(self) -> None:
        content = read_content("secrets.yml")
        self._phrases: dict[str, dict[int, dict[tuple[str, ...], str]]] = {}  # by first word and number of words
        self._beginnings: dict[str, str] = {}
        self._endings: dict[str, str] = {}
        for kind, rows in content["names"].items():
            for term in (term for row in rows.values() for term in row):
                if term.startswith("*"):
                    self._endings[term[1:]] = kind
                elif term.endswith("*"):
                    self._beginnings[term[:-1]] = kind
                else:
                    words = tuple(term.split())
                    self._phrases.setdefault(words[0], {}).setdefault(len(words), {}).setdefault(words, kind)
        self._all_endings, self._all_beginnings = tuple(self._endings), tuple(self._beginnings)
        self._phrases = {word: dict(sorted(by.items(), reverse=True)) for word, by in self._phrases.items()}
        self.links = _words(content["links"])
        self.small = _words(content["small"]) | self.links
        self.giving = _words(content["giving"])
        self.typing = frozenset(term for row in content["typing"].values() for term in row)
        self.as_words = _words(content["as_words"])
        self.before_ordinary = frozenset(term for row in content["before_ordinary"].values() for term in row)
        self.before_year = _words(content["before_year"])
        self.precise = frozenset(content["precise"])
        self.set_to = frozenset(content["set_to"])
        self.code_places = frozenset(content["code_places"])
        self.products = frozenset(content["products"])
        self.used_at = frozenset(content["used_at"])
        self.usual = frozenset(content["usual"])
        self.services = frozenset(word for row in content["services"] for word in row)
        self.units = _words(content["units"])
        self.saying = _words(content["saying"])
        self.determiners = _words(content["determiners"])
        self.introducing = frozenset(content["introducing"])
        self.one_of = frozenset(content["one_of"])
        self.numbering = frozenset(content["numbering"])
        self.popular = frozenset(word for row in content["popular"] for word in row)
        self.money = _words(content["money"])
        self.openers = _words(content["openers"])
        self.genitives = frozenset(content["genitives"])
        self.having = frozenset(content["having"])
        self.verb_ends = _words(content["verb_ends"])
        self.again = _words(content["again"])
        self._degrees = _words(content["degrees"])
        self.beside_passwords, self.said, self.common = _ordinary_words()
        self.own = frozenset(content["own"])
        self.possessives = frozenset(content["possessives"]) | self.own
        self.answers = _words(content["answers"])
        self.said_or_services = self.said | self.services
        self._describing = _words(content["describing"])
        forms = (re.escape(form).replace(r"\*", r"\w{2,}") for form in _words(content["describing_forms"]))
        self._describing_forms = re.compile("|".join(forms))
        self._read_places(content)

    def _read_places(self, content: dict[str, Any]) -> None:
        """What tells by its place whether a number or a word is a secret."""
        self.exchanged_from = frozenset(content["exchanged"]["from"])
        self.exchanged_to = frozenset(content["exchanged"]["to"])
        self.card_backs = frozenset(content["card_sides"]["back"])
        self.card_fronts = frozenset(content["card_sides"]["front"])
        self.senders = {role: frozenset(words) for role, words in content["senders"].items()}
        self.messages = _words(content["messages"])
        self.living = frozenset(content["living"])
        self.last_digits = frozenset(content["last_digits"])
        self.examples = frozenset(content["examples"])
        self.longer = tuple(content["longer"])
        self.verb_forms = {place: tuple(endings) for place, endings in content["verb_forms"].items()}
        self.persons = frozenset(content["persons"])
        self.behind_verbs = frozenset(content["behind_verbs"])
        self.who_is = frozenset(content["who_is"])
        self.inside = frozenset(content["inside"])
        self.verb_tails = _words(content["verb_tails"])
        self.entering = tuple(beginning for row in content["entering"].values() for beginning in row)
        # Kinds of words, in the order in which they are asked for.
        self.classes: tuple[tuple[str, frozenset[str]], ...] = (
            ("l", self.links),
            ("g", self.giving),
            ("t", self.typing),
            ("m", self.own),
            ("d", self.determiners),
            ("o", self.openers),
            ("p", self.persons),
            ("u", self.units),
            ("n", self.numbering),
            ("s", self.small),
            ("c", self.common),
        )

    def name_at(self, words: list[str], at: int) -> tuple[str | None, int]:
        """The kind that is named at this word, and how many words name it; one word that names nothing."""
        for length, phrases in self._phrases.get(words[at], {}).items():
            if kind := phrases.get(tuple(words[at : at + length])):
                return kind, length
        word = words[at]
        if word.isdigit():
            return None, 1
        if word.endswith(self._all_endings):
            for ending, kind in self._endings.items():
                if word.endswith(ending) and word != ending:
                    return kind, 1
        if word.startswith(self._all_beginnings):
            return next(kind for beginning, kind in self._beginnings.items() if word.startswith(beginning)), 1
        return None, 1

    def describes(self, word: str, by_form: bool = True) -> bool:
        """Whether the word describes a password and is none ("stolen"); `by_form`: judge also by its form."""
        singular = word.removesuffix("s")
        if not self._describing.isdisjoint((word, singular, singular.removesuffix("e"))):
            return True
        return by_form and self._describing_forms.fullmatch(word) is not None

    def is_rare(self, word: str) -> bool:
        """Whether customers hardly use the word."""
        return word not in self.common and not self.describes(word, by_form=False)

    def is_adverb(self, word: str) -> bool:
        return word.endswith(_ADVERBS) or word in self._degrees


def _ordinary_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """content/ordinary_words.txt: words of lines that speak of passwords, words that are said of things, and all."""
    lines = (ROOT / "content" / "ordinary_words.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    beside = frozenset(word.lstrip("*=") for word in words if "*" in word)
    said = frozenset(word.lstrip("*=") for word in words if "=" in word)
    return beside, said, frozenset(word.lstrip("*=") for word in words)


@cache
def lists() -> Lists:
    return Lists()


def _words(rows: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(word for row in rows.values() for term in row for word in term.split())
