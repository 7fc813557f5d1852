"""Rasa without TensorFlow and the other packages that only unused parts of it need.

Rasa imports all of its components and channels, whichever a project uses, and so needs two gigabytes of packages.
After `leave_out()`, stand-ins are imported in place of the modules that need them: a stand-in has the names that the
rest of Rasa imports from the module, and whoever uses one gets an ImportError that says what to install. Modules whose
package is installed are imported as ever.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

logger = logging.getLogger(__name__)

# Pictures beside a report, which is complete without them.
PLOTS = ("plot_confusion_matrix", "plot_curve", "plot_paired_histogram")

# Package → the modules that cannot be imported without it → the names that the rest of Rasa imports from them.
NEEDED_BY: dict[str, dict[str, Sequence[str]]] = {
    "tensorflow": {
        "rasa.core.policies.ted_policy": ["TEDPolicy"],
        "rasa.core.policies.unexpected_intent_policy": ["UnexpecTEDIntentPolicy"],
        "rasa.nlu.classifiers.diet_classifier": ["DIETClassifier"],
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ["ConveRTFeaturizer"],
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ["LanguageModelFeaturizer"],
        "rasa.nlu.selectors.response_selector": ["ResponseSelector"],
        "rasa.utils.tensorflow.callback": ["RasaModelCheckpoint", "RasaTrainingLogger"],
        "rasa.utils.tensorflow.data_generator": ["RasaBatchDataGenerator"],
    },
    "aiogram": {"rasa.core.channels.telegram": ["TelegramInput"]},
    "cachecontrol": {"rasa.core.channels.hangouts": ["HangoutsInput"]},
    "fbmessenger": {"rasa.core.channels.facebook": ["FacebookInput"]},
    "slack_sdk": {"rasa.core.channels.slack": ["SlackInput"]},
    "twilio": {
        "rasa.core.channels.twilio": ["TwilioInput"],
        "rasa.core.channels.twilio_voice": ["TwilioVoiceInput"],
    },
    "webexteamssdk": {"rasa.core.channels.webexteams": ["WebexTeamsInput"]},
    "matplotlib": {"rasa.utils.plotting": PLOTS},
    # These stand in for the packages themselves: Rasa's stores in DynamoDB and MongoDB are in one module with the rest.
    "boto3": {"boto3": [], "boto3.dynamodb": [], "boto3.dynamodb.conditions": ["Key"]},
    "botocore": {"botocore": [], "botocore.exceptions": ["BotoCoreError"]},
    "pymongo": {
        "pymongo": [],
        "pymongo.collection": ["Collection"],
        "pymongo.errors": ["ConnectionFailure", "OperationFailure"],
    },
}


def leave_out() -> None:
    """Put the stand-ins in place for this process. Call it before Rasa is imported; calling it again is harmless."""
    if not any(isinstance(finder, StandIns) for finder in sys.meta_path):
        sys.meta_path.insert(0, StandIns(package for package in NEEDED_BY if find_spec(package) is None))


class StandIns(MetaPathFinder, Loader):
    """Finds and makes the stand-ins for the modules that need one of `packages`."""

    def __init__(self, packages: Iterable[str]) -> None:
        self._package_of = {module: package for package in packages for module in NEEDED_BY[package]}

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        package = self._package_of.get(fullname)
        return ModuleSpec(fullname, self, is_package=fullname.startswith(package)) if package else None

    def exec_module(self, module: ModuleType) -> None:
        package = self._package_of[module.__name__]
        for name in NEEDED_BY[package][module.__name__]:
            setattr(module, name, _no_plot if name in PLOTS else _stand_in(name, module.__name__, package))
        module.__dict__["__getattr__"] = _missing(module.__name__, package)


class _Unusable(type):
    """A class that can be named, compared, put into lists and into an `except`, as Rasa does with it; nothing else."""

    missing: Callable[[str], Any]

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        return cls.missing("__call__")

    def __getattr__(cls, name: str) -> Any:
        return cls.missing(name)


def _stand_in(name: str, module: str, package: str) -> type:
    # Rasa asks each channel for its name, which is also that of its module.
    own_name = classmethod(lambda cls: module.rpartition(".")[2])
    return _Unusable(name, (Exception,), {"__module__": module, "missing": _missing(name, package), "name": own_name})


def _missing(owner: str, package: str) -> Callable[[str], Any]:
    def fail(name: str) -> Any:
        if name.startswith("__") and name != "__call__":
            raise AttributeError(name)  # Python looks for such names itself, and can do without them
        raise ImportError(f"{owner} needs the package {package}, which is not installed. See bot/rasa/left_out.py.")

    return fail


def _no_plot(*args: object, **kwargs: object) -> None:
    logger.warning("The report has no plots: they need the package matplotlib, which is not installed.")
