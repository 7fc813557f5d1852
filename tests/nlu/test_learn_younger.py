"""Questions younger than the encoder in conversation get rows beside its head, which stays as it is."""

from __future__ import annotations

import numpy as np

from bot.conversation.subtopics import lines
from bot.nlu.conversation_reader import conversation_reader, read_questions_head
from bot.nlu.learn_younger import fit_beside, read_examples

SIZE = 384


def test_a_new_class_takes_its_own_and_leaves_the_others() -> None:
    chance = np.random.default_rng(0)
    middles = chance.normal(size=(3, SIZE))
    vectors = np.concatenate([middle + 0.1 * chance.normal(size=(40, SIZE)) for middle in middles]).astype(np.float32)
    known = (middles[:2] / 20).T  # two classes that were there; they know nothing of the third
    of_others = (vectors @ known).astype(np.float32)
    wanted = [-1] * 80 + [0] * 40
    weights, bias = fit_beside(vectors, wanted, of_others, 1)
    again = fit_beside(vectors, wanted, of_others, 1)
    assert weights.tobytes() == again[0].tobytes()
    assert bias.tobytes() == again[1].tobytes()
    is_new = (vectors @ weights + bias)[:, 0] > of_others.max(axis=1)
    assert not is_new[:80].any()
    assert is_new[80:].all()


def test_every_question_with_lines_is_known_in_conversation() -> None:
    asked = {line.subtopic for line in lines()}
    assert asked <= {*conversation_reader()._questions}


def test_lines_of_younger_questions_are_read_in_several_contexts() -> None:
    known = {*read_questions_head()[0]}
    asked = [("do I pay or not", "report_fraud/a_new_one"), ("is the call free", "hotline/is_free")]
    examples = read_examples(asked, known, {"report_fraud/a_new_one"})
    assert len({said for text, said, _ in examples if text == "do I pay or not"}) > 1
    assert {question for _, _, question in examples} - known == {"report_fraud/a_new_one"}
