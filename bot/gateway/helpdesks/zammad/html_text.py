"""The text of what an agent wrote in an editor that makes HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "hr"} | {f"h{n}" for n in range(1, 7)}
)
_UNSEEN = frozenset({"script", "style", "head", "title"})
_MANY_BREAKS = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """The words of `html`, a line for each block; a link stands behind its words, and nothing else is kept."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BREAKS and tag != "br":
            self.parts.append("\n")
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            words = "".join(self.parts[start:]).strip()
            if address.startswith(("https://", "http://", "tel:")) and address.removeprefix("tel:") != words:
                self.parts.append(f" ({address})" if words else address)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\n", " "))
