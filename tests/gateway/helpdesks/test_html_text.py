"""What an agent wrote in an HTML editor becomes the text that they see, and nothing else."""

from __future__ import annotations

import pytest

from bot.gateway.helpdesks.zammad.html_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Bonjour", "Bonjour"),
        ("<p>un</p><p>deux</p>", "un\n\ndeux"),
        ("un<br>deux<br/>trois", "un\ndeux\ntrois"),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n\n- deux"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
        ('<a href="https://example.be/x">ici</a>', "ici (https://example.be/x)"),
        ('<a href="https://example.be">https://example.be</a>', "https://example.be"),
        ('<a href="javascript:alert(1)">ici</a>', "ici"),
        ('<a href="tel:080055800">080055800</a>', "080055800"),
        ("<style>p{}</style><script>alert(1)</script>ok", "ok"),
        ('<img src="x" onerror="alert(1)">', ""),
        ("<div>un\n  peu</div>", "un peu"),
        ("</a></div>un<a>", "un"),
        ("<" * 10_000, "<" * 10_000),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text
