"""A taught network's layers for one text by itself, which is how they are used: no batch, no padding, nothing to mask.

They compute what the taught layers compute, in fewer operations: query, key and value are one product, and the sixth of
the time that went into shapes and masks is saved. In 8 bits they are also truer. What goes into the two products of the
feed-forward part has a few columns far larger than the others, and 8 bits for all of them leave little for the rest; so
each column is divided by about how large it gets, and the weights that meet it are multiplied by as much (SmoothQuant:
Xiao et al., ICML 2023). How large columns get is measured on messages the network was taught on.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import nn
from transformers import BertModel

from fine_tuning.network import WIDTH

HEADS = 12
# How much of a column's size moves into the weights. Chosen on the encoder of the first 12,590 messages, by how far its
# scores are from those in floats, of the shares 0.3 to 0.8 before the wide layer and 0.15 to 1 before the narrow one.
BEFORE_WIDE, BEFORE_NARROW = 0.5, 0.9
_SMALLEST = 1e-5


class LayersForOneText(nn.Module):  # type: ignore[misc]
    """ids (n_pieces,) → states (n_pieces, 384): those the network's `bert` has for the text alone."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.embeddings = bert.embeddings
        self.layers = nn.ModuleList(_Layer(layer) for layer in bert.encoder.layer)
        self.eval()

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        known = self.embeddings
        words = known.word_embeddings(ids) + known.position_embeddings.weight[: ids.shape[0]]
        states: torch.Tensor = known.LayerNorm(words + known.token_type_embeddings.weight[0])
        for layer in self.layers:
            states = layer(states)
        return states

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def even_out(self, rows: Sequence[Sequence[int]]) -> None:
        """Let no column be much larger than the others on texts like these; what is computed stays the same."""
        evened = [module for module in self.modules() if isinstance(module, _Evened)]
        hooks = [module.linear.register_forward_pre_hook(module.measure) for module in evened]
        for row in rows:
            self(torch.tensor(row))
        for hook, module in zip(hooks, evened, strict=True):
            hook.remove()
            module.even_out()


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        looks = layer.attention.self
        self.looks = nn.Linear(WIDTH, 3 * WIDTH)
        scale = (WIDTH // HEADS) ** -0.5
        with torch.no_grad():
            self.looks.weight.copy_(torch.cat([looks.query.weight * scale, looks.key.weight, looks.value.weight]))
            self.looks.bias.copy_(torch.cat([looks.query.bias * scale, looks.key.bias, looks.value.bias]))
        self.seen, self.seen_norm = layer.attention.output.dense, layer.attention.output.LayerNorm
        self.wide = _Evened(layer.intermediate.dense, BEFORE_WIDE)
        self.narrow = _Evened(layer.output.dense, BEFORE_NARROW)
        self.norm = layer.output.LayerNorm

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        query, key, value = (
            each.reshape(-1, HEADS, WIDTH // HEADS).transpose(0, 1) for each in self.looks(states).split(WIDTH, dim=-1)
        )
        seen = (query @ key.transpose(1, 2)).softmax(dim=-1) @ value
        states = self.seen_norm(self.seen(seen.transpose(0, 1).reshape(-1, WIDTH)) + states)
        out: torch.Tensor = self.norm(self.narrow(nn.functional.gelu(self.wide(states))) + states)
        return out


class _Evened(nn.Module):  # type: ignore[misc]
    """A product before which the input's columns are made about alike, the weights making up for it."""

    by: torch.Tensor
    largest: torch.Tensor

    def __init__(self, linear: nn.Linear, share: float) -> None:
        super().__init__()
        self.linear, self.share = copy.deepcopy(linear), share
        self.register_buffer("by", torch.ones(linear.in_features))
        self.register_buffer("largest", torch.zeros(linear.in_features))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.linear(states * self.by)
        return out

    def measure(self, _: nn.Module, given: tuple[torch.Tensor]) -> None:
        self.largest = torch.maximum(self.largest, given[0].abs().amax(dim=0))

    def even_out(self) -> None:
        weights = self.linear.weight.abs().amax(dim=0).clamp(min=_SMALLEST)
        by = weights ** (1 - self.share) / self.largest.clamp(min=_SMALLEST) ** self.share
        self.linear.weight /= by
        self.by = self.by * by
