"""What kinds of topic there are beside those on the incident: the one list of each, for all that treats a kind alike.

A topic that may be asked for has a title in `content/topic_titles.yml`; each other one is of a kind named here.
"""

from __future__ import annotations

from typing import Final

COURTESIES: Final = ("greet", "goodbye", "thank")
YES_OR_NO: Final = ("affirm", "deny")
WITHOUT_MATTER: Final = (*COURTESIES, *YES_OR_NO)  # about nothing by themselves; what came before gives them a meaning
OUT_OF_SCOPE: Final = "out_of_scope"  # understood, and no question on the incident
UNCLEAR: Final = "nlu_fallback"  # the intent of what was not understood, as Rasa calls it
NOT_UNDERSTOOD: Final = ("clarify", "fallback", UNCLEAR)  # that intent, and the topics of the answers to it
