"""Writes the tuned network as an ONNX graph with 8-bit weights.

It reads one text, never padded (see bot/nlu/sentence_encoder.py), so it has no mask. Where several nodes would do, it
takes the one operator for which ONNX Runtime has a kernel.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from encoder.sizes import EPSILON, HEADS, HIDDEN

GRAPH, WEIGHTS = "encoder.onnx", "encoder.weights"  # as bot/nlu/sentence_encoder.py reads them
MAX_POSITIONS = 128
OPSET, IR_VERSION = 23, 11  # the first with Attention
CONTRIB = "com.microsoft"  # ONNX Runtime's own operators
QUANTISED_MAX = 127


def write_onnx(weights: dict[str, Any], folder: Path) -> None:
    """`weights` are the network's parameters by name, as NumPy arrays.

    One input `pieces` (1 by pieces, int64), one output `vectors` (1 by HIDDEN, float32).
    """
    model = _Graph(weights).model()
    for name in (GRAPH, WEIGHTS):
        (folder / name).unlink(missing_ok=True)  # not written over: an assistant may have the old weights mapped
    onnx.save(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)


class _Graph:
    """Builds the same computation as encoder/network.py, node by node."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        x = self._embedded()
        layers = 1 + max(int(name.split(".")[1]) for name in self._weights if name.startswith("layers."))
        for place in range(layers):
            x = self._layer(
                x, {k.split(".")[2]: w for k, w in self._weights.items() if k.startswith(f"layers.{place}.")}
            )
        self._nodes.append(helper.make_node("ReduceMean", [x, self._number(1)], ["vectors"], name="mean", keepdims=0))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "pieces"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, HIDDEN])],
            self._constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
            ir_version=IR_VERSION,
        )
        onnx.checker.check_model(model)
        return model

    def _embedded(self) -> str:
        # One step per word: a shared one costs accuracy.
        rounded, steps = (
            self._add("Gather", constant, "pieces") for constant in self._quantised(self._weights["words"], axis=1)
        )
        words = self._add("Mul", self._add("Cast", rounded, to=TensorProto.FLOAT), steps)
        places = self._float(self._weights["positions"][:MAX_POSITIONS])
        length = self._add("Shape", "pieces", start=1)
        positions = self._add("Slice", places, self._number(0), length, self._number(0))
        norm, norm_bias = self._float(self._weights["norm"]), self._float(self._weights["norm_bias"])
        return self._add(
            "LayerNormalization", self._add("Add", words, positions), norm, norm_bias, axis=-1, epsilon=EPSILON
        )

    def _layer(self, x: str, w: dict[str, Any]) -> str:
        scales = np.repeat([(HIDDEN // HEADS) ** -0.5, 1, 1], HIDDEN)  # of queries, keys and values
        mixed = self._linear(x, w["attend"] * scales[:, np.newaxis], w["attend_bias"] * scales)
        seen = self._add("Attention", *self._thirds(mixed), q_num_heads=HEADS, kv_num_heads=HEADS, scale=1.0)
        joined = self._linear(seen, w["join"], w["join_bias"])
        x = self._normed_sum(x, joined, w["join_norm"], w["join_norm_bias"])
        wide = self._add("Gelu", self._linear(x, w["widen"], w["widen_bias"]))
        narrowed = self._linear(wide, w["narrow"], w["narrow_bias"])
        return self._normed_sum(x, narrowed, w["out_norm"], w["out_norm_bias"])

    def _linear(self, x: str, weight: Any, bias: Any) -> str:
        """With one step per output, and the numbers of `x` rounded to 8 bits on the way in."""
        rounded, steps = self._quantised(weight.T, axis=0)
        return self._add("DynamicQuantizeMatMul", x, rounded, steps, "", self._float(bias), domain=CONTRIB)

    def _quantised(self, value: Any, axis: int) -> tuple[str, str]:
        """The 8-bit numbers, and the step between two of them along `axis`."""
        steps = (np.abs(value).max(axis=axis, keepdims=True) / QUANTISED_MAX).astype(np.float32)
        rounded = np.rint(value / steps).astype(np.int8)
        return self._constant(rounded), self._constant(steps if axis else steps[0])

    def _thirds(self, x: str) -> list[str]:
        whole = f"Split_{len(self._nodes)}"
        thirds = [f"{whole}_{place}" for place in range(3)]
        self._nodes.append(helper.make_node("Split", [x], thirds, name=whole, axis=-1, num_outputs=3))
        return thirds

    def _normed_sum(self, x: str, y: str, weight: Any, bias: Any) -> str:
        return self._add(
            "SkipLayerNormalization", x, y, self._float(weight), self._float(bias), domain=CONTRIB, epsilon=EPSILON
        )

    def _add(self, operation: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operation}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def _constant(self, value: Any) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _number(self, value: int) -> str:
        return self._constant(np.array([value]))

    def _float(self, value: Any) -> str:
        return self._constant(value.astype(np.float32))
