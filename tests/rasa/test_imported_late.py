"""What only training needs is not imported for serving, and is there for training."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from bot.rasa.imported_late import IMPORTED_LATE
from tests.conftest import ROOT
from tests.rasa.tiny_project import MODEL, PATIENCE, ask, new_project, serve, train

AS_WE_START = (
    "from bot.rasa.left_out import leave_out; leave_out(); from bot.rasa.imported_late import *; import_late();"
)
OURS = "bot.nlu.ngram_expert, bot.nlu.encoder_expert, bot.nlu.language_detector, bot.dialogue.topic_policy"


def told(program: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [sys.executable, "-c", f"{AS_WE_START} {program}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    ).stdout


def test_who_serves_has_no_scikit_learn() -> None:
    served = "import rasa.server, rasa.engine.recipes.default_components"
    assert told(f"{served}, {OURS}; print(sorted(one for one in sys.modules if one.startswith('sklearn')))") == "[]\n"


def test_what_is_imported_late_is_the_real_thing() -> None:
    names = [name for _, name in IMPORTED_LATE.values()]
    assert names == ["train_test_split", "LogisticRegression", "CountVectorizer"]
    (made,) = told(
        f"from {list(IMPORTED_LATE)[2]} import CountVectorizer; made = CountVectorizer(); "
        "import sklearn; print(type(made), sklearn.__version__)"
    ).splitlines()
    assert made == f"<class 'sklearn.feature_extraction.text.CountVectorizer'> {version('scikit-learn')}"


def test_rasas_own_components_that_need_it_work(tmp_path: Path) -> None:
    pipeline = "WhitespaceTokenizer\n- name: CountVectorsFeaturizer\n- name: KeywordIntentClassifier"
    training = train(new_project(tmp_path, classifier=pipeline))
    assert training.returncode == 0, training.stdout
    assert (tmp_path / MODEL).exists()
    for address in serve(tmp_path):
        assert ask(address, "/model/parse", {"text": "thank you"})["intent"]["name"] == "thank"
