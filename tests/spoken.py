"""The languages in which the tests talk, as the type that the code asks for."""

from bot.language import Language

FR, NL, EN = Language("fr"), Language("nl"), Language("en")
