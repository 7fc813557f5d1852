"""Run in the environment of `requirements-deploy.txt`: the chart as Helm renders it with the values on standard input.

Writes the manifests as JSON, each held strictly against Kubernetes' own schema, or what Helm or the schema refuses.
"""

from __future__ import annotations

import json
import sys

import kubernetes_validate
import yaml
from helm_python.chart import Chart, lint
from helm_python.errors import HelmError

KUBERNETES = "1.33"


def main(folder: str) -> None:
    values = json.load(sys.stdin)
    problems = [one["error"] for one in lint(folder)["messages"] if "icon" not in one["error"]]
    manifests = []
    try:
        with Chart.load(folder) as chart:
            rendered = chart.render(values=values, name="demo", namespace="customers")
    except HelmError as error:
        json.dump({"refused": str(error)}, sys.stdout)
        return
    for name, text in rendered.items():
        if not name.endswith(".yaml"):
            continue
        for manifest in filter(None, yaml.safe_load_all(text)):
            manifests.append(manifest)
            try:
                kubernetes_validate.validate(manifest, KUBERNETES, strict=True)
            except kubernetes_validate.ValidationError as error:
                problems.append(f"{name}: {error.message}")
    json.dump({"manifests": manifests, "problems": problems}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
