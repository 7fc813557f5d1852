"""Words and sentences, by spaCy's blank pipelines: they need no download, and know each language's abbreviations."""

from __future__ import annotations

from functools import cache
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language as Pipeline

from bot.language import LANGUAGES
from bot.text_folding import MAX_CHARACTERS


# Registered as what only processes messages: no expert learns from tokens, so the training lines need none.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SentenceTokenizer(Tokenizer):
    """Sets the tokens that Rasa expects, and `sentences`: a list of texts, in order."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Rasa's own options: an intent is one name, and every character counts.
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            # A message with fewer words is one sentence, whatever its punctuation.
            "split_from_words": 12,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = (message.get(attribute) or "")[:MAX_CHARACTERS]
        document = _pipeline(message.get("language") or LANGUAGES[0])(text)
        if len(document) >= self._config["split_from_words"]:
            message.set("sentences", [sentence.text.strip() for sentence in document.sents if sentence.text.strip()])
        return [Token(token.text, token.idx) for token in document if not token.is_space]


@cache
def _pipeline(language: str) -> Pipeline:
    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline
