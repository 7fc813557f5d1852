"""Writes the tuned network as an ONNX graph with 8-bit weights."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot.nlu.pieces import PAD
from encoder.network import EPSILON, FAR, HEADS, HIDDEN, Encoder

MAX_POSITIONS = 128
OPSET = 20


def write_onnx(encoder: Encoder, path: Path) -> None:
    """One input `pieces` (texts by pieces, int64), one output `vectors` (texts by HIDDEN, float32)."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(_Graph({name: p.detach().float().numpy() for name, p in encoder.named_parameters()}).model(), whole)
        quantize_dynamic(
            whole,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            extra_options={"MatMulConstBOnly": True},
        )


class _Graph:
    """Builds the same computation as encoder/network.py, node by node."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        there = self._add(
            "Cast", self._add("Not", self._add("Equal", "pieces", self._number(PAD))), to=TensorProto.FLOAT
        )
        far = self._add("Mul", self._add("Sub", there, self._float(1.0)), self._float(-FAR))
        far = self._add("Unsqueeze", far, self._constant(np.array([1, 2])))
        x = self._embedded()
        layers = 1 + max(int(name.split(".")[1]) for name in self._weights if name.startswith("layers."))
        for place in range(layers):
            x = self._layer(
                x, far, {k.split(".")[2]: w for k, w in self._weights.items() if k.startswith(f"layers.{place}.")}
            )
        weights = self._add("Unsqueeze", there, self._constant(np.array([2])))
        total = self._add("ReduceSum", self._add("Mul", x, weights), self._constant(np.array([1])), keepdims=0)
        number = self._add("ReduceSum", weights, self._constant(np.array([1])), keepdims=0)
        self._nodes.append(helper.make_node("Div", [total, number], ["vectors"], name="mean"))
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["texts", "pieces"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", HIDDEN])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
        onnx.checker.check_model(model)
        return model

    def _embedded(self) -> str:
        table = self._weights["words"]
        steps = np.abs(table).max(axis=1, keepdims=True).astype(np.float32) / 127
        rounded = self._add("Gather", self._constant(np.rint(table / steps).astype(np.int8)), "pieces")
        step = self._add("Gather", self._constant(steps), "pieces")  # one per word: a shared one costs accuracy
        words = self._add("Mul", self._add("Cast", rounded, to=TensorProto.FLOAT), step)
        length = self._add("Gather", self._add("Shape", "pieces"), self._number(1))
        places = self._constant(self._weights["positions"][:MAX_POSITIONS])
        positions = self._add("Slice", places, self._number(0), length, self._number(0))
        return self._normed(self._add("Add", words, positions), self._weights["norm"], self._weights["norm_bias"])

    def _layer(self, x: str, far: str, w: dict[str, Any]) -> str:
        width = HIDDEN // HEADS
        heads = self._constant(np.array([0, 0, HEADS, width]))
        parts = []
        for matrix, bias, scale, order in zip(
            np.split(w["attend"], 3),
            np.split(w["attend_bias"], 3),
            (width**-0.5, 1, 1),
            ((0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 1, 3)),
            strict=True,
        ):
            mixed = self._add("Reshape", self._linear(x, matrix * scale, bias * scale), heads)
            parts.append(self._add("Transpose", mixed, perm=order))
        query, key, value = parts
        scores = self._add("Softmax", self._add("Add", self._add("MatMul", query, key), far), axis=-1)
        seen = self._add("Transpose", self._add("MatMul", scores, value), perm=(0, 2, 1, 3))
        seen = self._add("Reshape", seen, self._constant(np.array([0, 0, HIDDEN])))
        joined = self._add("Add", x, self._linear(seen, w["join"], w["join_bias"]))
        x = self._normed(joined, w["join_norm"], w["join_norm_bias"])
        wide = self._add("Gelu", self._linear(x, w["widen"], w["widen_bias"]))
        narrowed = self._add("Add", x, self._linear(wide, w["narrow"], w["narrow_bias"]))
        return self._normed(narrowed, w["out_norm"], w["out_norm_bias"])

    def _linear(self, x: str, weight: Any, bias: Any) -> str:
        return self._add("Add", self._add("MatMul", x, self._constant(weight.T)), self._constant(bias))

    def _normed(self, x: str, weight: Any, bias: Any) -> str:
        return self._add(
            "LayerNormalization", x, self._constant(weight), self._constant(bias), axis=-1, epsilon=EPSILON
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

    def _float(self, value: float) -> str:
        return self._constant(np.array([value], dtype=np.float32))
