"""Names of files in a message that can do harm when they are opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.domains import shown
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import listed

_FILE = re.compile(r"(?<![\w/@.])\w[\w.()-]{0,80}\.(?P<ending>[A-Za-z0-9]{2,5})(?![\w-]|\.\w)")
MAX_FILES = 20


def file_signs(text_without_links: str) -> Iterator[Evidence]:
    """The sign by dangerous file named in a text whose links are gone."""
    endings = listed("dangerous_files") | listed("dangerous_pages")
    for match in islice(_FILE.finditer(text_without_links), MAX_FILES):
        if match["ending"].lower() in endings:
            yield Evidence(Sign.DANGEROUS_ATTACHMENT, shown(match.group()))
