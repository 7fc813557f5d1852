"""axe-core, from the widget's own devDependencies, in the page under test."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from tests.conftest import ROOT

_SOURCE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"

# All of axe's rules, best practices too, and the one of WCAG 2.2 that axe leaves out unless asked.
_RUN = """
async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
  });
  return violations.map(({ id, impact, help, nodes }) =>
    `${id} (${impact}): ${help}\\n` + nodes.map(({ target, any }) =>
      `    ${target.flat().join(" >>> ")} ${any.map(({ message }) => message).join("; ")}`).join("\\n"));
}
"""


@cache
def _source() -> str:
    return _SOURCE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, shadow roots included."""
    settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {_source()} }}")
    found: list[str] = page.evaluate(_RUN)
    return found


def settle(page: Page) -> None:
    """Until what moves has arrived: in the middle of a fade nothing has its colours."""
    page.evaluate(
        """async () => {
            const endless = (animation) => animation.effect?.getComputedTiming().endTime === Infinity;
            await Promise.allSettled(document.getAnimations().filter((each) => !endless(each)).map((each) => each.finished));
        }"""
    )
