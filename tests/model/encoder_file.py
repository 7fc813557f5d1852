"""A shipped encoder as a graph that can be looked into and changed: its products, in 32 bits, with other roundings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

from bot.features.sentence_encoder import FOLDER, GRAPH, WEIGHTS

PRODUCT = "DynamicQuantizeMatMul"
PRODUCT_MAX = 64  # what two products of 8 bits leave room for; see encoder/export.py


def read_encoder(folder: Path = FOLDER) -> onnx.ModelProto:
    """The graph with its weights in it."""
    return onnx.load(folder / GRAPH)


def write_encoder(model: onnx.ModelProto, folder: Path) -> None:
    """As `SentenceEncoder(folder)` reads it."""
    for name in (GRAPH, WEIGHTS):
        (folder / name).unlink(missing_ok=True)
    onnx.save(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)


def product_weights(model: onnx.ModelProto) -> dict[str, npt.NDArray[Any]]:
    """The 8-bit weights (inputs by outputs) of every product, by the name of their constant."""
    return _by_weights(model, 1)


def product_steps(model: onnx.ModelProto) -> dict[str, npt.NDArray[Any]]:
    """How much one step of the weights is worth (by outputs), by the name of the weights' constant."""
    return _by_weights(model, 2)


def _by_weights(model: onnx.ModelProto, place: int) -> dict[str, npt.NDArray[Any]]:
    constants = {constant.name: constant for constant in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == PRODUCT]
    return {node.input[1]: numpy_helper.to_array(constants[node.input[place]]) for node in products}


def in_32_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph, its products computed with the same weights and nothing rounded on the way."""
    exact = onnx.ModelProto()
    exact.CopyFrom(model)
    constants = {constant.name: numpy_helper.to_array(constant) for constant in exact.graph.initializer}
    nodes = []
    for node in exact.graph.node:
        if node.op_type != PRODUCT:
            nodes.append(node)
            continue
        x, rounded, steps, _, bias = node.input
        weights, product = f"{node.name}_weights", f"{node.name}_product"
        exact.graph.initializer.append(
            numpy_helper.from_array(constants[rounded].astype(np.float32) * constants[steps], weights)
        )
        nodes += [
            helper.make_node("MatMul", [x, weights], [product]),
            helper.make_node("Add", [product, bias], list(node.output)),
        ]
    del exact.graph.node[:]
    exact.graph.node.extend(nodes)
    return exact


def with_other_roundings(model: onnx.ModelProto, seed: int) -> onnx.ModelProto:
    """The same graph, its weights rounded to other steps: each output's are 2 to 12 % longer, by chance.

    As another quantiser would round the 32-bit weights, of which the shipped ones are the best knowledge: the new errors
    are as large as the old, and know nothing of them.
    """
    chance = np.random.default_rng(seed)
    other = onnx.ModelProto()
    other.CopyFrom(model)
    constants = {constant.name: constant for constant in other.graph.initializer}
    for node in other.graph.node:
        if node.op_type == PRODUCT:
            rounded, steps = (numpy_helper.to_array(constants[name]) for name in node.input[1:3])
            longer = (steps * chance.uniform(1.02, 1.12, size=steps.shape)).astype(np.float32)
            moved = np.rint(rounded * (steps / longer)).astype(np.int8)
            for name, values in zip(node.input[1:3], (moved, longer), strict=True):
                constants[name].CopyFrom(numpy_helper.from_array(values, name))
    return other
