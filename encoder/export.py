"""Writes the tuned network as an ONNX graph with 8-bit weights that has the same vectors on every processor.

It reads one text, never padded (see bot/features/sentence_encoder.py), so it has no mask. Where several nodes would do, it
takes the one operator for which ONNX Runtime has a kernel.

Processors without instructions for 8-bit products (x86-64 before VNNI) add two products of an unsigned and a signed
8-bit number in 16 bits, and cut off what is larger. Weights of at most 64 in size leave no room for that: 2 · 255 · 64
fits. What this costs in accuracy is won back by what limits it most, the rounding of the products' inputs: a few of their columns
are far larger than the others and set the step for all. So each column is made smaller by a factor that its weights are
made larger by (SmoothQuant, arXiv 2211.10438). docs/quality.md has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession

from encoder.sizes import EPSILON, HEADS, HIDDEN

GRAPH, WEIGHTS = "encoder.onnx", "encoder.weights"  # as bot/features/sentence_encoder.py reads them
MAX_POSITIONS = 128
OPSET, IR_VERSION = 23, 11  # the first with Attention
CONTRIB = "com.microsoft"  # ONNX Runtime's own operators
PRODUCTS = ("attend", "join", "widen", "narrow")  # of each layer, in order
PRODUCT_MAX = 64  # of a weight that is multiplied: see above
WORD_MAX = 127  # the table of words is only looked up
EVENING = 0.8  # how much of the columns' differences goes from the inputs into the weights; measured


def write_onnx(weights: dict[str, Any], texts: Sequence[Sequence[int]], folder: Path) -> None:
    """Write the graph and its weights into `folder`.

    `weights` are the network's parameters by name, as NumPy arrays; `texts` some hundred texts as pieces, to see how large
    the inputs of each product get. The graph has one input `pieces` (1 by pieces, int64) and one output `vectors` (1 by
    HIDDEN, float32).
    """
    model = _Graph(weights, _peaks(weights, texts)).model()
    for name in (GRAPH, WEIGHTS):
        (folder / name).unlink(missing_ok=True)  # not written over: an assistant may have the old weights mapped
    onnx.save(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)


def read_onnx(folder: Path) -> dict[str, Any]:
    """The network's parameters, made 32-bit again, of a graph that `write_onnx` wrote: to go on tuning from it."""
    model = onnx.load(folder / GRAPH)
    constants = {constant.name: numpy_helper.to_array(constant) for constant in model.graph.initializer}
    by_kind: dict[str, list[list[Any]]] = {}
    for node in model.graph.node:
        by_kind.setdefault(node.op_type, []).append([constants.get(name) for name in node.input])
    (rounded, _), (steps, _) = by_kind["Gather"]
    weights = {"words": rounded.astype(np.float32) * steps, "positions": by_kind["Slice"][0][0]}
    _, weights["norm"], weights["norm_bias"] = by_kind["LayerNormalization"][0]
    products = list(zip(by_kind["DynamicQuantizeMatMul"], by_kind["Mul"][1:], strict=True))  # the first Mul is of words
    norms = by_kind["SkipLayerNormalization"]
    scales = _attend_scales()
    for place in range(len(norms) // 2):
        layer = {}
        for name, ((_, rounded, steps, _, bias), (_, shrinks)) in zip(PRODUCTS, products[4 * place :], strict=False):
            layer[name], layer[f"{name}_bias"] = (rounded * steps * shrinks[:, np.newaxis]).T, bias
        layer["attend"], layer["attend_bias"] = (
            layer["attend"] / scales[:, np.newaxis],
            layer["attend_bias"] / scales,
        )
        for name, (_, _, weight, bias) in zip(("join_norm", "out_norm"), norms[2 * place :], strict=False):
            layer[name], layer[f"{name}_bias"] = weight, bias
        weights |= {f"layers.{place}.{name}": value.astype(np.float32) for name, value in layer.items()}
    return weights


def _attend_scales() -> Any:
    """What queries, keys and values are multiplied by in the graph: the attention's own scale is in the weights."""
    return np.repeat([(HIDDEN // HEADS) ** -0.5, 1, 1], HIDDEN)


def _peaks(weights: dict[str, Any], texts: Sequence[Sequence[int]]) -> list[Any]:
    """For each product in turn, the largest size of each column of its input on `texts`, computed in 32 bits."""
    graph = _Graph(weights)
    model = graph.model()
    inputs = list(dict.fromkeys(graph.product_inputs))
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in inputs)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    largest = [0.0] * len(inputs)
    for pieces in texts:
        seen = session.run(inputs, {"pieces": np.array([pieces], dtype=np.int64)})
        largest = [np.maximum(old, np.abs(new[0]).max(axis=0)) for old, new in zip(largest, seen, strict=True)]
    by_name = dict(zip(inputs, largest, strict=True))
    return [by_name[name] for name in graph.product_inputs]


class _Graph:
    """Builds the same computation as encoder/network.py, node by node; without `peaks` in 32 bits."""

    def __init__(self, weights: dict[str, Any], peaks: Sequence[Any] | None = None) -> None:
        self._weights = weights
        self._peaks = peaks
        self.product_inputs: list[str] = []  # in order; the same one may stand here more than once
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
            self._add("Gather", constant, "pieces")
            for constant in self._quantised(self._weights["words"], WORD_MAX, axis=1)
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
        scales = _attend_scales()
        mixed = self._linear(x, w["attend"] * scales[:, np.newaxis], w["attend_bias"] * scales)
        seen = self._add("Attention", *self._thirds(mixed), q_num_heads=HEADS, kv_num_heads=HEADS, scale=1.0)
        joined = self._linear(seen, w["join"], w["join_bias"])
        x = self._normed_sum(x, joined, w["join_norm"], w["join_norm_bias"])
        wide = self._add("Gelu", self._linear(x, w["widen"], w["widen_bias"]))
        narrowed = self._linear(wide, w["narrow"], w["narrow_bias"])
        return self._normed_sum(x, narrowed, w["out_norm"], w["out_norm_bias"])

    def _linear(self, x: str, weight: Any, bias: Any) -> str:
        """With one step per output, and the numbers of `x` rounded to 8 bits on the way in."""
        place = len(self.product_inputs)
        self.product_inputs.append(x)
        if self._peaks is None:
            return self._add("Add", self._add("MatMul", x, self._float(weight.T)), self._float(bias))
        factors = _evening_factors(self._peaks[place], weight.T)
        evened = self._add("Mul", x, self._float(1 / factors))
        rounded, steps = self._quantised(weight.T * factors[:, np.newaxis], PRODUCT_MAX, axis=0)
        return self._add("DynamicQuantizeMatMul", evened, rounded, steps, "", self._float(bias), domain=CONTRIB)

    def _quantised(self, value: Any, largest: int, axis: int) -> tuple[str, str]:
        """The 8-bit numbers, none larger than `largest`, and the step between two of them along `axis`."""
        steps = (np.abs(value).max(axis=axis, keepdims=True) / largest).astype(np.float32)
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


def _evening_factors(peaks: Any, weight: Any) -> Any:
    """What each column of a product's input is divided by, and the rows of `weight` (inputs by outputs) multiplied by."""
    factors = np.maximum(peaks, 1e-5) ** EVENING / np.maximum(np.abs(weight).max(axis=1), 1e-5) ** (1 - EVENING)
    return factors / np.exp(np.log(factors).mean())
