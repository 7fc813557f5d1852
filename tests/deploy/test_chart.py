"""The Helm chart, as Helm renders it and Kubernetes' schema reads it."""

from __future__ import annotations

import json
import subprocess
from typing import Any, get_args

import pytest

from bot.observability.settings import ProcessName, load_observability
from tests.conftest import ROOT
from tests.deploy.tools import DEPLOY, load, own

CHART = DEPLOY / "helm" / "breachline"
MANY = {
    "image": {"repository": "registry.example.be/breachline", "digest": f"sha256:{'0' * 64}"},
    "imagePullSecrets": [{"name": "registry"}],
    "secrets": {"existingSecret": "ours", "moreFrom": "helpdesk"},
    "gateway": {
        "replicas": 5,
        "settings": {"BREACHLINE_HSTS": 31536000, "BREACHLINE_ORIGINS": "https://www.example.be"},
    },
    "observability": {"log": "text", "traces": {"endpoint": "http://collector.traces:4318", "namespace": "traces"}},
    "rasa": {"replicas": 5},
    "actions": {"replicas": 1},
    "nodeSelector": {"disk": "ssd"},
    "tolerations": [{"key": "chat", "operator": "Exists"}],
}


def rendered(values: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [own("python"), ROOT / "tests" / "deploy" / "render_chart.py", CHART],
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module", params=[{}, MANY], ids=["as it is", "with many values"])
def manifests(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found = rendered(request.param)
    assert found["problems"] == []
    whole: list[dict[str, Any]] = found["manifests"]
    return whole


def of_kind(manifests: list[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"].removeprefix("demo-"): one for one in manifests if one["kind"] == kind}


def pods(manifests: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: one["spec"]["template"]
        for kind in ("Deployment", "StatefulSet", "Job")
        for name, one in of_kind(manifests, kind).items()
    }


def test_each_process_is_there_and_can_do_no_more_than_it_must(manifests: list[dict[str, Any]]) -> None:
    found = pods(manifests)
    assert set(found) == {"gateway", "rasa", "actions", "migrate"}
    for name, pod in found.items():
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        (container,) = spec["containers"]
        assert container["args"] == [name]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
        assert container["resources"]["requests"]["cpu"]
        claimed = {"erasures"} if name == "gateway" else set()
        volumes = {volume["name"] for volume in spec["volumes"]} | claimed
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes


def test_services_and_policies_choose_the_pods_that_there_are(manifests: list[dict[str, Any]]) -> None:
    """A selector that fits nothing is no error to anybody."""
    labels = {name: pod["metadata"]["labels"] for name, pod in pods(manifests).items()}

    def chosen(selector: dict[str, str]) -> set[str]:
        return {name for name, one in labels.items() if selector.items() <= one.items()}

    for name, service in of_kind(manifests, "Service").items():
        assert chosen(service["spec"]["selector"]) == {name}
    for name, budget in of_kind(manifests, "PodDisruptionBudget").items():
        assert chosen(budget["spec"]["selector"]["matchLabels"]) == {name}
    for name, policy in of_kind(manifests, "NetworkPolicy").items():
        expected = set(labels) if name == "closed" else {name}
        assert chosen(policy["spec"]["podSelector"]["matchLabels"]) == expected
    for name, deployment in (of_kind(manifests, "Deployment") | of_kind(manifests, "StatefulSet")).items():
        assert chosen(deployment["spec"]["selector"]["matchLabels"]) == {name}


def test_only_the_gateway_can_be_reached_and_the_metrics_by_prometheus_alone(manifests: list[dict[str, Any]]) -> None:
    policies = of_kind(manifests, "NetworkPolicy")
    closed = policies["closed"]["spec"]
    assert closed["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in closed
    assert "egress" not in closed
    assert "ingress" not in policies["migrate"]["spec"]
    assert _may_reach(policies["gateway"]) == {8080: {"namespace ingress-nginx"}, 9101: {"namespace monitoring"}}
    assert _may_reach(policies["rasa"]) == {5005: {"gateway"}, 9102: {"namespace monitoring"}}
    assert _may_reach(policies["actions"]) == {5055: {"gateway", "rasa"}, 9103: {"namespace monitoring"}}
    assert all(service["spec"].get("type") in (None, "ClusterIP") for service in of_kind(manifests, "Service").values())


def _may_reach(policy: dict[str, Any]) -> dict[int, set[str]]:
    """Who, by port."""
    found: dict[int, set[str]] = {}
    for rule in policy["spec"]["ingress"]:
        assert rule["from"], "an empty list is everybody"
        for port in rule["ports"]:
            found.setdefault(port["port"], set()).update(map(_peer, rule["from"]))
    return found


def _peer(peer: dict[str, Any]) -> str:
    if pod := peer.get("podSelector"):
        return str(pod["matchLabels"]["app.kubernetes.io/component"])
    return f"namespace {peer['namespaceSelector']['matchLabels']['kubernetes.io/metadata.name']}"


def _may_ask(policy: dict[str, Any]) -> set[str]:
    return {_peer(peer) for rule in policy["spec"].get("egress", ()) for peer in rule.get("to", ())}


def test_rasa_and_the_actions_ask_nobody_outside_but_a_collector_that_is_named() -> None:
    policies = of_kind(rendered({})["manifests"], "NetworkPolicy")
    assert _may_ask(policies["actions"]) == set()
    assert _may_ask(policies["rasa"]) == {"namespace kube-system", "actions"}
    traced = of_kind(rendered(MANY)["manifests"], "NetworkPolicy")
    for name in ("gateway", "rasa", "actions"):
        assert _may_ask(traced[name]) == _may_ask(policies[name]) | {"namespace kube-system", "namespace traces"}
        to_collector = [
            rule for rule in traced[name]["spec"]["egress"] if "namespace traces" in map(_peer, rule.get("to", ()))
        ]
        assert [rule["ports"] for rule in to_collector] == [[{"protocol": "TCP", "port": 4318}]]


def test_without_a_prometheus_nobody_reaches_the_metrics() -> None:
    policies = of_kind(rendered({"networkPolicy": {"monitoringNamespace": ""}})["manifests"], "NetworkPolicy")
    assert {port for name in ("gateway", "rasa", "actions") for port in _may_reach(policies[name])} == {
        8080,
        5005,
        5055,
    }


def test_each_process_is_told_what_it_serves_metrics_on_and_no_service_leads_there(
    manifests: list[dict[str, Any]],
) -> None:
    policies = of_kind(manifests, "NetworkPolicy")
    for process in get_args(ProcessName):
        (container,) = pods(manifests)[process]["spec"]["containers"]
        settings = load_observability(process, {one["name"]: one.get("value", "") for one in container["env"]})
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        assert settings.metrics_port == ports["metrics"]
        assert settings.metrics_port in _may_reach(policies[process])
        assert settings.metrics_host == "0.0.0.0"
        service = of_kind(manifests, "Service")[process]
        assert [port["targetPort"] for port in service["spec"]["ports"]] == ["http"]


def test_values_turn_json_and_traces_on() -> None:
    def told(values: dict[str, Any]) -> set[tuple[str, bool]]:
        found: set[tuple[str, bool]] = set()
        for process in get_args(ProcessName):
            (container,) = pods(rendered(values)["manifests"])[process]["spec"]["containers"]
            settings = load_observability(process, {one["name"]: one.get("value", "") for one in container["env"]})
            found.add((settings.log, settings.traces))
        return found

    assert told({}) == {("json", False)}
    assert told(MANY) == {("text", True)}


def test_probes_ask_what_the_gateway_promises(manifests: list[dict[str, Any]]) -> None:
    (gateway,) = pods(manifests)["gateway"]["spec"]["containers"]
    assert gateway["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert gateway["livenessProbe"]["httpGet"]["path"] == "/healthz"
    paths = {
        path["path"]
        for ingress in of_kind(manifests, "Ingress").values()
        for path in ingress["spec"]["rules"][0]["http"]["paths"]
    }
    assert not {"/metrics", "/readyz", "/healthz"} & paths
    assert {"/", "/v1", "/chat", "/desk", "/assets", "/widget.js", "/openapi.json"} == paths


def test_secrets_stand_in_no_manifest(manifests: list[dict[str, Any]]) -> None:
    assert of_kind(manifests, "Secret") == {}
    for pod in pods(manifests).values():
        for one in pod["spec"]["containers"][0].get("env", ()):
            if one["name"] in (
                "BREACHLINE_STORE",
                "BREACHLINE_KEYS",
                "BREACHLINE_MASTER_KEY",
                "BREACHLINE_SECRET",
                "BREACHLINE_REDIS",
            ):
                assert "value" not in one
                assert one["valueFrom"]["secretKeyRef"]["key"]


def test_the_migration_runs_before_and_has_what_it_needs_by_then(manifests: list[dict[str, Any]]) -> None:
    job = of_kind(manifests, "Job")["migrate"]
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    spec = job["spec"]["template"]["spec"]
    assert "serviceAccountName" not in spec, "the chart's own comes later"
    assert all("emptyDir" in volume for volume in spec["volumes"])
    names = {one["name"] for one in spec["containers"][0]["env"]}
    assert names == {"BREACHLINE_STORE", "BREACHLINE_KEYS", "BREACHLINE_MASTER_KEY"}


def test_each_gateway_has_a_list_of_erasures_that_outlives_it(manifests: list[dict[str, Any]]) -> None:
    gateway = of_kind(manifests, "StatefulSet")["gateway"]["spec"]
    assert gateway["persistentVolumeClaimRetentionPolicy"] == {"whenDeleted": "Retain", "whenScaled": "Retain"}
    assert [claim["metadata"]["name"] for claim in gateway["volumeClaimTemplates"]] == ["erasures"]
    mounts = gateway["template"]["spec"]["containers"][0]["volumeMounts"]
    assert {"name": "erasures", "mountPath": "/data"} in mounts


@pytest.mark.parametrize(("replicas", "does_without", "unavailable"), [(1, True, 0), (2, False, 1), (7, False, 1)])
def test_only_one_gateway_does_without_redis(replicas: int, does_without: bool, unavailable: int) -> None:
    manifests = rendered({"gateway": {"replicas": replicas}})["manifests"]
    gateway = of_kind(manifests, "StatefulSet")["gateway"]["spec"]
    assert gateway["replicas"] == replicas
    env = {one["name"]: one for one in gateway["template"]["spec"]["containers"][0]["env"]}
    assert env["BREACHLINE_REDIS"]["valueFrom"]["secretKeyRef"] == {
        "name": "breachline",
        "key": "redis",
        "optional": does_without,
    }
    assert of_kind(manifests, "PodDisruptionBudget")["gateway"]["spec"]["maxUnavailable"] == unavailable


def test_the_name_of_rasa_stands_for_each_of_them(manifests: list[dict[str, Any]]) -> None:
    assert of_kind(manifests, "Service")["rasa"]["spec"]["clusterIP"] == "None"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"gateway": {"settings": {"BREACHLINE_REDIS": "redis://x"}}}, "settings"),
        ({"gateway": {"settings": {"BREACHLINE_SECRET": "x" * 40}}}, "settings"),
        ({"rasa": {"replicas": 0}}, "rasa"),
        ({"rassa": {"replicas": 2}}, "rassa"),
        ({"observability": {"log": "xml"}}, "log"),
        ({"observability": {"traces": {"endpoint": "collector:4318"}}}, "endpoint"),
        ({"image": {"repository": "x", "digest": "sha256:short"}}, "digest"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(values: dict[str, Any], why: str) -> None:
    assert why in rendered(values)["refused"]


def test_the_chart_names_the_version_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    assert f'version = "{load(CHART / "Chart.yaml")["appVersion"]}"' in project
