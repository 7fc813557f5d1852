"""The encoder as a PyTorch network: BERT with layers after each other, and the mean of what it makes of the pieces."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.features.pieces import PAD
from encoder.base_model import BaseModel
from encoder.sizes import EPSILON, HEADS, HIDDEN

FAR = -1e4  # added to the attention on padding


class Layer(nn.Module):
    """Attention and a feed-forward network, each followed by a normalisation of its sum with its input."""

    def __init__(self, base: BaseModel, place: int) -> None:
        super().__init__()

        def weight(*names: str) -> nn.Parameter:
            return nn.Parameter(torch.cat([torch.tensor(base.weights[f"l{place}.{name}"]) for name in names]))

        self.attend, self.attend_bias = weight("q.w", "k.w", "v.w"), weight("q.b", "k.b", "v.b")
        self.join, self.join_bias = weight("ao.w"), weight("ao.b")
        self.join_norm, self.join_norm_bias = weight("aln.w"), weight("aln.b")
        self.widen, self.widen_bias = weight("fi.w"), weight("fi.b")
        self.narrow, self.narrow_bias = weight("fo.w"), weight("fo.b")
        self.out_norm, self.out_norm_bias = weight("oln.w"), weight("oln.b")

    def forward(self, x: Tensor, far: Tensor) -> Tensor:
        texts, pieces, _ = x.shape
        p = {name: parameter.to(x.dtype) for name, parameter in self.named_parameters()}
        mixed = functional.linear(x, p["attend"], p["attend_bias"])
        query, key, value = mixed.view(texts, pieces, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(query * (HIDDEN // HEADS) ** -0.5, key.transpose(-1, -2)) + far
        seen = torch.matmul(scores.softmax(-1), value).transpose(1, 2).reshape(texts, pieces, HIDDEN)
        x = _normed(x + functional.linear(seen, p["join"], p["join_bias"]), p["join_norm"], p["join_norm_bias"])
        wide = functional.gelu(functional.linear(x, p["widen"], p["widen_bias"]))
        return _normed(x + functional.linear(wide, p["narrow"], p["narrow_bias"]), p["out_norm"], p["out_norm_bias"])


class Encoder(nn.Module):
    """From pieces (texts by pieces, padded with PAD) to vectors (texts by HIDDEN)."""

    def __init__(self, base: BaseModel, layers: Sequence[int], precision: torch.dtype = torch.bfloat16) -> None:
        super().__init__()
        self.words = nn.Parameter(torch.tensor(base.weights["emb.word"]), requires_grad=False)
        self.positions = nn.Parameter(torch.tensor(base.weights["emb.pos"] + base.weights["emb.type"][0]))
        self.norm = nn.Parameter(torch.tensor(base.weights["emb.ln.w"]))
        self.norm_bias = nn.Parameter(torch.tensor(base.weights["emb.ln.b"]))
        self.layers = nn.ModuleList(Layer(base, place) for place in layers)
        self._precision = precision

    def forward(self, pieces: Tensor) -> Tensor:
        there = pieces != PAD
        x = functional.embedding(pieces, self.words) + self.positions[: pieces.shape[1]]
        x = _normed(x, self.norm, self.norm_bias).to(self._precision)
        far = torch.zeros(there.shape, dtype=self._precision).masked_fill(~there, FAR)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, far)
        weights = there.float()[:, :, None]
        return (x.float() * weights).sum(1) / weights.sum(1)


def _normed(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return functional.layer_norm(x, (HIDDEN,), weight, bias, EPSILON)
