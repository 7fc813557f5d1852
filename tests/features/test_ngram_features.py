"""One message read in plain Python gives what scikit-learn gives."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_matrix

from bot.features.ngram_features import NgramFeatures

LINES = [
    "is mon iban dans la liste ?",
    "mon iban mon iban mon gsm",
    "staat mijn adres in de lijst ?!",
    "a b c d e f",
    "did they get my address, my phone... my all",
    "la la la",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_read_alone_has_the_features_it_had_among_others(line: str) -> None:
    features = NgramFeatures((1, 3), 1, (2, 6), 1)
    matrix = csr_matrix(features.learn(LINES))
    places, values = features.of(line)
    row = matrix[LINES.index(line)]
    assert sorted(places) == sorted(row.indices)
    assert np.allclose(dict_of(places, values), dict_of(row.indices, row.data), atol=1e-6)


def test_unknown_words_and_nothing_at_all_have_no_features() -> None:
    features = NgramFeatures((1, 2), 1, (4, 6), 1)
    features.learn(LINES)
    assert len(features.of("")[0]) == 0
    assert len(features.of("xyzxyz")[0]) == 0


def dict_of(places: npt.NDArray[Any], values: npt.NDArray[Any]) -> list[float]:
    return [value for _, value in sorted(zip(places.tolist(), values.tolist(), strict=True))]
