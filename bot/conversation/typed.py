"""What the models of this package have in common."""

from __future__ import annotations

from pydantic import BaseModel, Extra


class Travelling(BaseModel, allow_mutation=False, extra=Extra.ignore):
    """A message between processes. Unknown fields are ignored, so that processes can be upgraded one by one."""
