"""Compose: valid, and no door but nginx's."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from bot.observability.settings import ProcessName, load_observability
from tests.conftest import ROOT
from tests.deploy.tools import DEPLOY, load, own, said

FILE = DEPLOY / "compose.yml"
COMPOSE: dict[str, Any] = load(FILE)
SERVICES: dict[str, Any] = COMPOSE["services"]
GATEWAYS = ("gateway", "gateway-2")
OURS = (*GATEWAYS, "rasa", "actions", "migrate")


def test_the_file_is_valid() -> None:
    said(own("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", FILE)


def test_only_nginx_is_published_and_even_that_on_loopback_until_told_otherwise() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"nginx", "prometheus", "grafana"}
    for name in ("prometheus", "grafana"):
        assert all(port.startswith("127.0.0.1:") for port in published[name])
    assert all(port.startswith("${BREACHLINE_PUBLIC:-127.0.0.1}:") for port in published["nginx"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    assert "restart" in service
    assert "privileged" not in service
    assert service.get("network_mode") is None
    assert service["image"].startswith("${BREACHLINE_IMAGE") or re.search(r":[\w.-]*\d", service["image"]), "a version"


@pytest.mark.parametrize("name", OURS)
def test_our_processes_run_as_the_user_of_the_image(name: str) -> None:
    assert SERVICES[name]["user"] == "10001:10001"


def test_every_service_that_stays_is_asked_whether_it_is_well() -> None:
    image_has_one = set(GATEWAYS)  # for its default process
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == image_has_one


def test_only_the_gateway_may_call_out() -> None:
    assert COMPOSE["networks"]["back"]["internal"] is True
    for name in ("rasa", "actions", "migrate", "postgres", "redis"):
        assert list(SERVICES[name]["networks"]) == ["back"]


def test_the_gateways_believe_one_proxy() -> None:
    address = SERVICES["nginx"]["networks"]["back"]["ipv4_address"]
    for name in GATEWAYS:
        assert SERVICES[name]["environment"]["BREACHLINE_PROXIES"] == address


def test_nginx_finds_the_gateways_again_after_an_upgrade() -> None:
    """It looks their names up at its start, and a new container would have another address."""
    assert re.findall(r"server (\S+):8080", (DEPLOY / "nginx.conf").read_text()) == list(GATEWAYS)
    assert SERVICES["nginx"]["depends_on"] == list(GATEWAYS)
    addresses = {SERVICES[name]["networks"]["back"]["ipv4_address"] for name in GATEWAYS}
    assert len(addresses) == len(GATEWAYS)


def test_the_gateways_are_the_same_and_share_what_they_must() -> None:
    one, other = ({**SERVICES[name], "networks": None} for name in GATEWAYS)
    assert one == other
    assert one["environment"]["BREACHLINE_REDIS"] == "redis://redis:6379/0"
    assert "data:/data" in one["volumes"], "the keys and the list of erasures"


def test_redis_keeps_nothing_on_disk() -> None:
    command = SERVICES["redis"]["command"]
    assert command[command.index("--save") + 1] == ""
    assert command[command.index("--appendonly") + 1] == "no"
    assert "volumes" not in SERVICES["redis"]


def test_what_is_mounted_is_there() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", ()) if volume[0] == "."]
    assert len(mounted) == 6
    for volume in mounted:
        source, _, how = volume.split(":")
        assert (DEPLOY / source).is_file(), volume
        assert how == "ro"


@pytest.mark.parametrize("process", get_args(ProcessName))
def test_prometheus_asks_each_process_where_it_serves_its_metrics(process: ProcessName) -> None:
    targets = []
    for name in GATEWAYS if process == "gateway" else (process,):
        environment = {
            variable: value.replace("${OTEL_EXPORTER_OTLP_ENDPOINT:-}", "")
            for variable, value in SERVICES[name]["environment"].items()
        }
        settings = load_observability(process, environment)
        targets.append(f"{name}:{settings.metrics_port}")
        assert (settings.metrics_host, settings.log, settings.traces) == ("0.0.0.0", "json", False)
        assert {"back"} == set(SERVICES[name]["networks"]) & set(SERVICES["prometheus"]["networks"])
    jobs = {one["job_name"]: one["static_configs"] for one in load(DEPLOY / "prometheus.yml")["scrape_configs"]}
    assert jobs[f"breachline-{process}"] == [{"targets": targets}]


def test_prometheus_has_the_alerts_and_grafana_the_dashboard_that_it_looks_for() -> None:
    rules = load(DEPLOY / "prometheus.yml")["rule_files"]
    assert [f"./{rule}:/etc/prometheus/{rule}:ro" for rule in rules] == ["./alerts.yml:/etc/prometheus/alerts.yml:ro"]
    assert "./alerts.yml:/etc/prometheus/alerts.yml:ro" in SERVICES["prometheus"]["volumes"]
    (provider,) = load(DEPLOY / "grafana" / "dashboards.yml")["providers"]
    assert (
        f"./grafana/breachline.json:{provider['options']['path']}/breachline.json:ro" in SERVICES["grafana"]["volumes"]
    )
    (source,) = load(DEPLOY / "grafana" / "datasource.yml")["datasources"]
    assert (source["url"], source["isDefault"]) == ("http://prometheus:9090", True)
    assert set(SERVICES["grafana"]["networks"]) & set(SERVICES["prometheus"]["networks"])


def test_secrets_come_from_files_that_are_not_in_the_repository() -> None:
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    for service in SERVICES.values():
        for name, value in (service.get("environment") or {}).items():
            if re.search("SECRET|PASSWORD|TOKEN", name):
                assert name.endswith("_FILE"), name
                assert value.startswith("/run/secrets/")
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])


def test_the_database_is_of_the_version_that_our_image_can_copy() -> None:
    """Debian 12, which the image is made of, has the client of PostgreSQL 15."""
    assert SERVICES["postgres"]["image"].startswith("postgres:15-")
    assert "bookworm" in (DEPLOY / "Dockerfile").read_text()
