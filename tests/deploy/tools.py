"""The tools that check the files in deploy/: some from the registry of Python, in an environment of their own, some of the system."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
OWN = ROOT / ".tools" / "deploy" / "bin"  # `make test` makes it


def own(tool: str) -> Path:
    if not (OWN / tool).exists():
        pytest.skip(f"{tool} is missing: `make .tools/deploy/ready` brings it.")
    return OWN / tool


def of_the_system(tool: str, package: str) -> str:
    found = shutil.which(tool, path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        pytest.skip(f"{tool} is missing: Debian's package {package} has it.")
    return found


def said(*command: str | Path, **more: str) -> str:
    """What a command says on both channels, which is shown when it fails; `more` goes into its environment."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def load(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))  # Rasa lets ruamel expand ${VARIABLES} all over the process


def nginx_configuration(folder: Path, *, gateway: int, http: int, https: int) -> tuple[Path, Path]:
    """Our nginx.conf with these ports on loopback, and a certificate made for the test; both files."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    said(
        *(of_the_system("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
        *("-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
        *("-keyout", key, "-out", certificate),
    )
    text = (DEPLOY / "nginx.conf").read_text()
    for ours, theirs in (
        ("/tmp/", f"{folder}/"),
        ("/run/secrets/tls_certificate", str(certificate)),
        ("/run/secrets/tls_key", str(key)),
        ("server gateway:8080", f"server 127.0.0.1:{gateway}"),
        ("server gateway-2:8080", f"server 127.0.0.1:{gateway}"),
        ("listen 127.0.0.1:8081;", f"listen unix:{folder}/health;"),
        ("listen 8080;", f"listen 127.0.0.1:{http};"),
        ("listen 8443 ", f"listen 127.0.0.1:{https} "),
    ):
        assert ours in text, ours
        text = text.replace(ours, theirs)
    file = folder / "nginx.conf"
    file.write_text(text)
    return file, certificate
