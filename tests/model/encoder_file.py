"""The shipped encoder as a graph that can be looked into and changed: its products, in 32 bits, with other roundings."""

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
    """As `SentenceEncoder(folder)` reads it; the pieces must be there already."""
    for name in (GRAPH, WEIGHTS):
        (folder / name).unlink(missing_ok=True)
    onnx.save(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)


def product_weights(model: onnx.ModelProto) -> dict[str, npt.NDArray[Any]]:
    """The 8-bit weights (inputs by outputs) of every product, by the name of their constant."""
    constants = {constant.name: constant for constant in model.graph.initializer}
    names = [node.input[1] for node in model.graph.node if node.op_type == PRODUCT]
    return {name: numpy_helper.to_array(constants[name]) for name in names}


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
    """The same graph as if its weights had been rounded by chance: each fourth of the products' is one step off."""
    chance = np.random.default_rng(seed)
    other = onnx.ModelProto()
    other.CopyFrom(model)
    weights = product_weights(other)
    for constant in other.graph.initializer:
        if constant.name in weights:
            rounded = weights[constant.name].astype(np.int16)
            off = chance.choice([-1, 0, 0, 0, 0, 0, 0, 1], size=rounded.shape)
            moved = np.clip(rounded + off, -PRODUCT_MAX, PRODUCT_MAX).astype(np.int8)
            constant.CopyFrom(numpy_helper.from_array(moved, constant.name))
    return other
