"""The topics that are not questions on the incident: courtesies, yes and no, out of scope, not understood.

Code that treats such a group alike takes it from here. What customers can ask about has a title in
`content/topic_titles.yml`.
"""

from __future__ import annotations

from typing import Final

COURTESIES: Final = ("greet", "goodbye", "thank")
YES_OR_NO: Final = ("affirm", "deny")
WITHOUT_MATTER: Final = (*COURTESIES, *YES_OR_NO)  # about nothing by themselves; what came before gives them a meaning
OUT_OF_SCOPE: Final = "out_of_scope"  # understood, and no question on the incident
ABOUT_ALL: Final = frozenset(  # of a message: none is one of several questions in it
    (*WITHOUT_MATTER, OUT_OF_SCOPE, "check_message", "erase_chat", "change_language", "help", "complain")
)
UNCLEAR: Final = "nlu_fallback"  # the intent of what was not understood, as Rasa calls it
NOT_UNDERSTOOD: Final = ("clarify", "fallback", UNCLEAR)  # that intent, and the topics of the answers to it
