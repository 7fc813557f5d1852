"""The sizes of the network, the same in tuning (network.py) and in what is written (export.py)."""

from __future__ import annotations

HIDDEN = 384
HEADS = 12
EPSILON = 1e-12
