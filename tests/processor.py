"""Which processor the tests run on: what is computed in 8 bits may differ in the last decimals between them."""

from __future__ import annotations

import platform
from pathlib import Path

# What decides how ONNX Runtime and OpenBLAS multiply.
TELLING = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm")


def processor() -> str:
    """One line: the machine, the processor, and the instructions it has of those that matter."""
    told = {
        name.strip(): value.strip()
        for name, _, value in (line.partition(":") for line in _cpuinfo().splitlines())
        if value.strip()
    }
    features = (told.get("flags") or told.get("Features") or "").split()
    known = ", ".join(one for one in TELLING if one in features) or "none of those that matter"
    return f"{platform.machine()}, {told.get('model name', 'unknown processor')}, with {known}"


def _cpuinfo() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""
