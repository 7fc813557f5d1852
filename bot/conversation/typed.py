"""What the models of this package have in common."""

from __future__ import annotations

from pydantic import BaseModel, Extra


class Travelling(BaseModel, allow_mutation=False, extra=Extra.ignore):
    """Something that travels between processes: while they are replaced one by one, a newer one's field is no error."""
