"""systemd's units, nginx's and Prometheus' files, read by those programs; and what the files say of settings."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.deploy.tools import DEPLOY, load, nginx_configuration, of_the_system, said

UNITS = DEPLOY / "systemd"
SERVICES = ("gateway", "rasa", "actions", "backup")
MOST_EXPOSED = 2.0  # of 10, by systemd's own count
# Named by the image, by PostgreSQL's client or by an orchestrator, and no settings of ours.
NOT_SETTINGS = {"BREACHLINE_IMAGE", "BREACHLINE_PUBLIC"}


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with this checkout and this Python in the place of the installation."""
    folder = tmp_path / "units"
    shutil.copytree(UNITS, folder)
    for file in folder.rglob("*"):
        if file.is_file():
            text = file.read_text().replace("/opt/breachline/.venv/bin/python", sys.executable)
            file.write_text(text.replace("/opt/breachline", str(ROOT)))
    return folder


def test_systemd_reads_every_unit(units: Path) -> None:
    files = [file for file in sorted(units.iterdir()) if file.suffix in (".service", ".target", ".timer")]
    assert len(files) == 7
    files = [
        file.rename(file.with_name(file.name.replace("@", "@8082"))) if "@" in file.name else file for file in files
    ]
    assert said(of_the_system("systemd-analyze", "systemd"), "verify", "--man=no", *files) == ""


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_closed_in(units: Path, name: str) -> None:
    """By the file that they share, which systemd reads for each unit whose name begins so."""
    analyze = of_the_system("systemd-analyze", "systemd")
    found = said(analyze, "security", "--offline=yes", "--no-pager", units / f"breachline-{name}.service")
    exposure = re.search(r"exposure level for \S+: ([\d.]+)", found)
    assert exposure
    assert float(exposure[1]) <= MOST_EXPOSED, found


def test_units_start_what_make_run_starts() -> None:
    supervised = (ROOT / "supervisord.conf").read_text().replace("%(ENV_RASA_PORT)s", "5005")
    supervised = supervised.replace("%(ENV_ACTIONS_PORT)s", "5055")
    for name in ("gateway", "rasa", "actions"):
        command = re.search(r"(?m)^ExecStart=/opt/breachline/(.+)$", (UNITS / f"breachline-{name}.service").read_text())
        assert command
        assert f"command = {command[1]}\n" in supervised


def test_one_more_gateway_is_the_first_one_with_other_ports(tmp_path: Path) -> None:
    first, more = (
        [line for line in (UNITS / f"breachline-gateway{which}.service").read_text().splitlines() if line[:1] != "#"]
        for which in ("", "@")
    )
    own = ("Description=", "ExecStart=")
    assert [line for line in first if not line.startswith(own)] == [line for line in more if not line.startswith(own)]
    (start,) = [line.removeprefix("ExecStart=") for line in more if line.startswith("ExecStart=")]
    stub = tmp_path / "python"
    stub.write_text('#!/bin/sh\necho "$PORT ${METRICS_PORT:-none} $*"\n')
    stub.chmod(0o755)
    start = start.replace("/opt/breachline/.venv/bin/python", str(stub)).replace("%i", "8082").replace("$$", "$")
    for shared, metrics in (({}, "none"), ({"METRICS_PORT": "9101"}, "18082")):
        assert said(*shlex.split(start), PORT="8080", **shared) == f"8082 {metrics} -m bot.gateway\n"


def test_starting_and_stopping_the_target_is_starting_and_stopping_all() -> None:
    (wanted,) = re.findall(r"(?m)^Wants=(.+)$", (UNITS / "breachline.target").read_text())
    assert {f"breachline-{name}" for name in ("gateway.service", "rasa.service", "actions.service")} < set(
        wanted.split()
    )
    parts = {file.name for file in UNITS.glob("*.*") if "PartOf=breachline.target" in _text(file)}
    assert parts == {*wanted.split(), "breachline-gateway@.service"}


@pytest.fixture
def systemd_that_tells(tmp_path: Path) -> dict[str, str]:
    """An environment in which `systemctl` shows a gateway's unit, and `systemd-run` tells its arguments."""
    shown = {
        "Environment": "PORT=8080 BREACHLINE_DATA=/var/lib/breachline 'WITH=a space'",
        "User": "breachline",
        "WorkingDirectory": "/opt/breachline",
        "EnvironmentFiles": "/etc/breachline/environment (ignore_errors=yes)\n/etc/breachline/observability (ignore_errors=yes)",
    }
    cases = "\n".join(f"*={name}\\ *) printf '%s\\n' {shlex.quote(value)} ;;" for name, value in shown.items())
    for name, does in (("systemctl", f'case "$* " in\n{cases}\nesac'), ("systemd-run", 'printf "%s\\n" "$@"')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    return {"PATH": f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin"}


def test_a_command_of_the_operator_runs_as_the_gateways_unit_does(systemd_that_tells: dict[str, str]) -> None:
    told = said("sh", UNITS / "breachline", "data", "erase", "an id", **systemd_that_tells).splitlines()
    place = told.index("sh")
    assert told[place:] == ["sh", "/opt/breachline/deploy/breachline", "data", "erase", "an id"]
    assert {"--uid=breachline", "--working-directory=/opt/breachline"} < set(told[:place])
    assert "--property=Environment=PORT=8080 BREACHLINE_DATA=/var/lib/breachline 'WITH=a space'" in told
    files = [one for one in told if one.startswith("--property=EnvironmentFile=")]
    assert [one.removeprefix("--property=EnvironmentFile=-/etc/breachline/") for one in files] == [
        "environment",
        "observability",  # in the unit's order: later ones count
    ]


def test_what_is_no_command_of_the_operator_is_refused(systemd_that_tells: dict[str, str]) -> None:
    for arguments in ((), ("gateway",)):
        done = subprocess.run(
            ["sh", UNITS / "breachline", *arguments],
            env=systemd_that_tells,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("Name a command")


def test_nginx_reads_its_file(tmp_path: Path) -> None:
    file, _ = nginx_configuration(tmp_path, gateway=8080, http=8081, https=8443)
    assert "test is successful" in said(of_the_system("nginx", "nginx-light"), "-t", "-c", file)


def test_promtool_reads_the_file_of_prometheus() -> None:
    found = said(of_the_system("promtool", "prometheus"), "check", "config", DEPLOY / "prometheus.yml")
    assert "SUCCESS: 1 rule files found" in found


def test_prometheus_in_a_cluster_makes_the_jobs_that_dashboard_and_alerts_expect(tmp_path: Path) -> None:
    """Debian's Prometheus knows no Kubernetes: the labels that it would find on our pods are given here."""
    config = load(DEPLOY / "prometheus-kubernetes.yml")
    (job,) = config["scrape_configs"]
    assert job.pop("kubernetes_sd_configs") == [{"role": "pod"}]
    prefix = "__meta_kubernetes_pod_"
    job["static_configs"] = [
        {
            "targets": [f"10.0.0.1:{port}"],
            "labels": {
                f"{prefix}label_app_kubernetes_io_name": name,
                f"{prefix}label_app_kubernetes_io_component": "rasa",
                f"{prefix}container_port_name": port_name,
                f"{prefix}name": "demo-rasa-1",
            },
        }
        for name, port_name, port in (
            ("breachline", "metrics", 9102),
            ("breachline", "http", 5005),
            ("x", "metrics", 1),
        )
    ]
    file = tmp_path / "prometheus.yml"
    file.write_text(json.dumps({**config, "rule_files": []}))  # JSON is YAML, too
    found = said(of_the_system("promtool", "prometheus"), "check", "service-discovery", file, "breachline")
    kept = [one["labels"] for one in json.loads(found) if one["labels"]]
    assert [(one["__address__"], one["job"], one["instance"]) for one in kept] == [
        ("10.0.0.1:9102", "breachline-rasa", "demo-rasa-1")
    ]


def test_every_setting_that_a_file_names_is_in_the_readme() -> None:
    known = set(re.findall(r"BREACHLINE_[A-Z_]+", (ROOT / "README.md").read_text()))
    for folder, _, names in os.walk(DEPLOY):
        for name in names:
            if "secrets" in Path(folder).parts:
                continue
            named = set(re.findall(r"BREACHLINE_[A-Z_]*[A-Z]", (Path(folder) / name).read_text()))
            ours = {one if one in known else one.removesuffix("_FILE") for one in named} - NOT_SETTINGS
            assert ours <= known, Path(folder) / name


def test_every_command_of_the_guide_is_there() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    assert set(re.findall(r"\bmake ([a-z-]+)\b", guide)) <= targets
    for file in re.findall(r"deploy/[\w./-]+\w", guide):
        assert (ROOT / file).exists() or file.startswith("deploy/secrets"), file


def _text(file: Path) -> str:
    return file.read_text() if file.is_file() else ""
