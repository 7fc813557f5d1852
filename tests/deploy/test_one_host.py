"""systemd's units, nginx's and Prometheus' files, read by those programs; and what the files say of settings."""

from __future__ import annotations

import json
import os
import re
import shutil
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
    assert len(files) == 6
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
