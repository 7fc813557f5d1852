"""Rasa as we run it: `python -m bot.rasa` is its own command, lighter and faster.

Rasa 3.6.21 is the last open edition and will not change, so what it has no option for is changed here:
`left_out.py` keeps away the packages that we do not need, `patches.py` replaces three of its functions.
"""

from importlib.metadata import version

VERSION = "3.6.21"

if version("rasa") != VERSION:
    raise ImportError(f"bot/rasa was read against Rasa {VERSION}; {version('rasa')} is installed.")
