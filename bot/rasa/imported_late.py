"""scikit-learn, and with it most of SciPy, where it is first used: thirty megabytes that only training needs.

Three of Rasa's modules import one name of scikit-learn each as soon as they are imported themselves, and Rasa imports
all of its components, whichever a project uses. After `import_late()` they have stand-ins that import what they stand
for when they are called, so that all of these components work as ever.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

# Rasa's module → the module that it imports a name from, and the name.
IMPORTED_LATE = {
    "rasa.utils.tensorflow.model_data": ("sklearn.model_selection", "train_test_split"),
    "rasa.nlu.classifiers.logistic_regression_classifier": ("sklearn.linear_model", "LogisticRegression"),
    "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer": (
        "sklearn.feature_extraction.text",
        "CountVectorizer",
    ),
}


def import_late() -> None:
    """Import these modules of Rasa; to be called after `leave_out()` and before the rest of Rasa is imported."""
    if "sklearn" in sys.modules:
        return  # too late
    stand_ins = {module: _with_stand_in(module, name) for module, name in IMPORTED_LATE.values()}
    sys.modules.update(stand_ins)
    try:
        for module in IMPORTED_LATE:
            import_module(module)
    finally:
        for module in stand_ins:
            del sys.modules[module]


class Late:
    """A function or class that is imported when it is first called."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(self._module), self._name)(*args, **kwargs)


def _with_stand_in(module: str, name: str) -> ModuleType:
    stand_in = ModuleType(module)
    setattr(stand_in, name, Late(module, name))
    return stand_in
