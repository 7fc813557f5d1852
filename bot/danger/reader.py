"""Reads one message for danger: plain words first, then what was learnt of hints.

Two linear classifiers look at a message. The first reads words and letters, in a fraction of a millisecond; unless it
is sure that there is no danger, the second reads the meaning: a head of our sentence encoder (bot/features/heads.py).
`bot/danger/learn.py` says what they learn from, and docs/quality.md how well they hear. Two more tell who denies what
was heard.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.contacts.blackmail import tells_of_blackmail
from bot.contacts.reading import tells
from bot.contacts.visitors import only_wants_something
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.danger.plain import denies_danger, plainly_said, without_denial
from bot.features.heads import head
from bot.features.ngram_features import NgramFeatures
from bot.features.sentence_encoder import sentence_encoder
from bot.fraud.pasted import is_plainly_pasted
from bot.phrases import contains_phrase, without_phrases
from bot.text_folding import fold, has_words
from bot.topics import OUT_OF_SCOPE

FILE = Path(__file__).parents[2] / "models" / "danger.npz"
WORD_NGRAMS, LETTER_NGRAMS = (1, 3), (2, 6)
# What the classifiers tell apart: the kinds of danger, and what is none.
ABOUT_THE_INCIDENT = "about_the_incident"
GROUPS = (*DANGER_KINDS, OUT_OF_SCOPE, ABOUT_THE_INCIDENT)
# Below this margin of words and letters there is nothing to hear, and the encoder is not asked.
ASK_ABOVE = -0.8
# The sum of both margins from which a message is heard; sooner in a talk in which danger was heard before.
HEARD_ABOVE, HEARD_AGAIN_ABOVE = 0.0, -0.5
# And later where there is reason to doubt: it was denied, somebody laughs, or they grieve.
PLAINER_ABOVE = 1.5
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
MIN_SENTENCE = 4  # words
# From this sum on it is danger, whatever a visitor is said to want.
SURE = 3.5
# The same of who threatens to cut a line; lower, as people who are cut off from everybody speak of it, too.
QUITE_SURE = 1.5
# So many words beside a figure of speech can say something; "I'm" cannot.
MIN_REST = 3
# The sum of two margins from which a message denies the danger heard before it; more where that was a wish to die, or
# was said in plain words: "I dare not call" is no denial.
DENIED_ABOVE, SURELY_DENIED_ABOVE = 1.0, 1.3
# In such a talk it is the same danger still, unless so much more speaks for the other.
STAYS = 2.5


class DangerUnlearnt(Exception):
    """There is no learnt file; `make train` makes it."""


class DangerReader:
    """What was learnt, ready to read; loading takes some tenths of a second."""

    def __init__(self, file: Path = FILE) -> None:
        check_learnt(file)
        with np.load(file) as learnt:
            self._features = NgramFeatures.from_arrays(WORD_NGRAMS, LETTER_NGRAMS, learnt)
            self._weights, self._bias = learnt["weights"], learnt["bias"]
            self._denial_weights, self._denial_bias = learnt["denial_weights"], learnt["denial_bias"]
        self._meaning, self._denial = head("danger"), head("denial")

    def read(self, text: str, earlier: DangerKind | None = None, *, plainer: bool = False) -> DangerKind | None:
        """The danger detected in `text`, if any; `earlier` is what was detected before in the same conversation.

        `plainer`: there is reason to doubt, so that hints do not count as long as they are faint. Who denies what was
        heard before is read without the denial.
        """
        if (earlier or plainer) and denies_danger(text, earlier):
            text, plainer = without_denial(text, earlier), True
        elif earlier and self.denies(text, earlier):
            plainer = True
        if plainer:
            text = without_phrases(without_phrases(text, "visitor_gone"), "visitor_may_return")
        heard = self._read(text, earlier, plainer=plainer or contains_phrase(text, "laughs"))
        if heard or plainer or earlier != "crisis":
            return heard
        # In such a talk a sentence of practical matters does not hide the next one.
        sentences = [one for one in SENTENCE_END.split(text) if len(one.split()) >= MIN_SENTENCE]
        sentences = [one for one in sentences if not contains_phrase(one, "hurt_nobody")]
        read = (self._read(one, None, plainer=False) for one in sentences if one != text)
        return next((kind for kind in read if kind == earlier), None)

    def denies(self, text: str, heard: DangerKind | None = None, *, plainly_heard: bool = False) -> bool:
        """Whether `text`, said once danger was `heard` (`plainly_heard`: in plain words), means that there is none."""
        if plainly_said(text) or contains_phrase(text, "only_for_now") or not has_words(text):
            return False
        places, values = self._features.of(fold(text))
        (in_words,) = values @ self._denial_weights[places] + self._denial_bias
        (in_meaning,) = self._denial.margins(sentence_encoder().encode(text))
        is_grave = plainly_heard or heard == "crisis"
        return bool(in_words + in_meaning >= (SURELY_DENIED_ABOVE if is_grave else DENIED_ABOVE))

    def _read(self, text: str, earlier: DangerKind | None, *, plainer: bool) -> DangerKind | None:
        if said := plainly_said(text):
            return said
        rest = without_phrases(text, "danger_figures")
        has_figures = rest != text
        if not has_words(rest) or (has_figures and len(rest.split()) < MIN_REST):
            return None
        text = rest
        margins = self.ngram_margins(text)
        if margins.max() < ASK_ABOVE:
            return None
        margins = margins + self.meaning_margins(text)
        above = HEARD_AGAIN_ABOVE if earlier else HEARD_ABOVE
        if margins.max() < (PLAINER_ABOVE if plainer else above):
            return None
        if earlier is None and margins.max() < SURE and only_wants_something(text):
            return None  # who is told not to open, and whom to call if they insist
        if earlier is None and margins.max() < QUITE_SURE and tells(text, "wants", "cut_off"):
            return None  # a caller's threat to cut the line
        if margins.max() < SURE and is_plainly_pasted(text):
            return None  # a fraudster's words: "mum, my phone fell into the water"
        if margins.max() < SURE and margins.argmax() == DANGER_KINDS.index("in_danger") and tells_of_blackmail(text):
            return None  # nobody comes: they are threatened with pictures or a secret, which has an answer of its own
        # Who takes back what was heard ("I am not suicidal") is not held to it.
        stays = [STAYS if kind == earlier and not has_figures else 0.0 for kind in DANGER_KINDS]
        return DANGER_KINDS[int((margins + stays).argmax())]

    def ngram_margins(self, text: str) -> Any:
        """The margin of each kind of danger over no danger, by words and letters; in the order of DANGER_KINDS."""
        places, values = self._features.of(fold(text))
        return _margins(values @ self._weights[places] + self._bias)

    def meaning_margins(self, text: str) -> Any:
        """The same margins by meaning; takes some milliseconds."""
        return _margins(self._meaning.margins(sentence_encoder().encode(text)))


def read_danger(text: str, earlier: DangerKind | None = None, *, plainer: bool = False) -> DangerKind | None:
    """The danger detected in `text`, if any, by this process's shared reader. Raises `DangerUnlearnt`."""
    return danger_reader().read(text, earlier, plainer=plainer)


@cache
def danger_reader() -> DangerReader:
    return DangerReader()


def check_learnt(file: Path = FILE) -> None:
    """Check that the learnt file is there. Raises `DangerUnlearnt`."""
    if not file.exists():
        raise DangerUnlearnt(f"{file} is missing, without which nobody in danger is heard. `make train` makes it.")


def _margins(scores: Any) -> Any:
    """The margin of each kind of danger over the best other group; `scores` are in the order of GROUPS."""
    return scores[: len(DANGER_KINDS)] - scores[len(DANGER_KINDS) :].max()
