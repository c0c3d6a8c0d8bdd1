"""How the network is taught: labels, grounds and signals at once, the reason a person gave, and contrast pairs.

Two things make it learn what divides the labels rather than what a message is about:

- **Reasons.** Beside each message stands in a few words why it has its label ("second missed visit, says so with
  regret"). From the message, the network has to find that reason among all reasons taught, told by their sentence
  vectors before any teaching. The part that does so is thrown away afterwards.
- **Pairs.** The two messages of a contrast pair come in the same batch, and what is held for the one's label against
  the other's has to differ between them by a margin.

With 4,784 messages of three groups, the first of four rounds gave on the fourth group: macro-F1 0.761 without the two,
0.793 with them; contrast pairs with both right 37 % and 47 %. One run each, with lower weights than stand below; which
of the two does it was not tried apart.

What is kept is not where the weights end but their running average, which wanders less: after two, three and four of
eight rounds on 5,933 messages macro-F1 on the fourth group was 0.817, 0.838 and 0.845 by the weights, 0.831, 0.844 and
0.846 by their average.

How many layers learn matters more than how often: two rounds of 10,961 messages with the lowest layer frozen gave 0.880
on the fourth group, four rounds with the lowest three frozen 0.878. Of the questions' encoder
(`fine_tuning/questions.py`), five rounds with three, one and no layers frozen put the right clause of 2024 first for
0.748, 0.771 and 0.771 of one group, and told what 2024 answers from what it does not with an area under the curve of
0.978, 0.982 and 0.984.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from classifier.encoder import HEAD, TAIL, shortened
from classifier.encoder_targets import GROUND, JUDGEABLE, LABEL, N_SCORES, NEAR, NONE, choices, marks
from classifier.messages import LabelledMessage
from fine_tuning.kept import give_back_memory
from fine_tuning.network import (
    FROZEN,
    WIDTH,
    Network,
    attention_over,
    load_tokenizer,
    lower_states,
    padded,
    together,
)

SEED = 20240401
EPOCHS = 3
BATCH = 16
ENCODER_RATE, HEAD_RATE = 1.5e-4, 2e-3
WARM_UP = 0.1
LABEL_SMOOTHING = 0.05
GROUND_WEIGHT, MARKS_WEIGHT, REASON_WEIGHT, PAIR_WEIGHT = 0.5, 5.0, 0.6, 1.2
PAIR_MARGIN = 2.0
REASONS_ALIKE, REASON_FOUND = 0.05, 0.07  # Temperatures: how alike reasons are held to be, how surely one is found.
AVERAGED = 0.998  # Of the running average of the weights, how much stays at each step,
AVERAGED_OVER = (
    0.25  # unless that is more than this share of all steps: then less, or few messages would not show in it.
)
BUCKET = 32  # Batches are cut from this many batches' worth of units, sorted by length, so that little is padding.
STEPS_TO_TRIM = 50
_YES_NO = [JUDGEABLE, *range(NEAR.start, N_SCORES)]

RECIPE = (
    f"{SEED=} {EPOCHS=} {FROZEN=} {BATCH=} {ENCODER_RATE=} {HEAD_RATE=} {WARM_UP=} {LABEL_SMOOTHING=} {GROUND_WEIGHT=} "
    f"{MARKS_WEIGHT=} {REASON_WEIGHT=} {PAIR_WEIGHT=} {PAIR_MARGIN=} {REASONS_ALIKE=} {REASON_FOUND=} {AVERAGED=} "
    f"{AVERAGED_OVER=} {HEAD=} {TAIL=}"
)
"""What makes one fine-tuning another, in words."""


class _Targets:
    """What there is to learn from the messages, as tensors, rows in their order."""

    def __init__(self, messages: Sequence[LabelledMessage]) -> None:
        self.labels, self.grounds = (torch.from_numpy(column) for column in choices(messages))
        self.marks = torch.from_numpy(marks(messages))
        place = {m.id: n for n, m in enumerate(messages)}
        self.partner = [place.get(m.pair, NONE) if m.pair else NONE for m in messages]

    def loss(self, scores: torch.Tensor, batch: list[int]) -> torch.Tensor:
        """Return the loss of the scores (n, n_scores) of a batch of messages, its contrast pairs included."""
        labels, grounds = self.labels[batch], self.grounds[batch]
        loss = MARKS_WEIGHT * nn.functional.binary_cross_entropy_with_logits(scores[:, _YES_NO], self.marks[batch])
        if (labels != NONE).any():
            loss = loss + nn.functional.cross_entropy(
                scores[:, LABEL], labels, label_smoothing=LABEL_SMOOTHING, ignore_index=NONE
            )
        if (grounds != NONE).any():
            loss = loss + GROUND_WEIGHT * nn.functional.cross_entropy(
                scores[:, GROUND], grounds, label_smoothing=LABEL_SMOOTHING, ignore_index=NONE
            )
        return loss + PAIR_WEIGHT * self._pairs(scores[:, LABEL], batch)

    def _pairs(self, scores: torch.Tensor, batch: list[int]) -> torch.Tensor:
        """Return by how much the pairs of the batch fail to differ by the margin; 0 where there is none."""
        at = {n: place for place, n in enumerate(batch)}
        pairs = [(at[n], at[self.partner[n]]) for n in batch if n < self.partner[n] and self.partner[n] in at]
        labels = self.labels[batch]
        pairs = [(a, b) for a, b in pairs if NONE not in (int(labels[a]), int(labels[b])) and labels[a] != labels[b]]
        if not pairs:
            return torch.zeros(())
        a, b = torch.tensor(pairs).T
        lead = scores[a, labels[a]] - scores[a, labels[b]] - scores[b, labels[a]] + scores[b, labels[b]]
        return nn.functional.softplus(PAIR_MARGIN - lead).mean()


class _Reasons(nn.Module):  # type: ignore[misc]
    """Finds, from a message's states, the reason that people gave among all reasons taught."""

    def __init__(self, network: Network, tokenizer: Tokenizer, messages: Sequence[LabelledMessage]) -> None:
        super().__init__()
        vectors = _vectors(network, [tokenizer.encode(m.why).ids for m in messages])
        self.vectors = nn.functional.normalize(vectors - vectors.mean(dim=0), dim=-1)
        self.look = nn.Linear(WIDTH, 1, bias=False)
        nn.init.zeros_(self.look.weight)
        self.told = nn.Linear(WIDTH, WIDTH)

    def forward(self, states: torch.Tensor, mask: torch.Tensor, batch: list[int]) -> torch.Tensor:
        """Return the loss: reasons alike count as right in the measure that they are alike."""
        pooled = (attention_over(self.look(states), mask) * states).sum(dim=1)
        told = nn.functional.normalize(self.told(pooled), dim=-1)
        wanted = (self.vectors[batch] @ self.vectors.T / REASONS_ALIKE).softmax(dim=-1)
        found = (told @ self.vectors.T / REASON_FOUND).log_softmax(dim=-1)
        return -(wanted * found).sum(dim=-1).mean()


def fine_tune(texts: Sequence[str], messages: Sequence[LabelledMessage], *, name: str) -> Network:
    """Return the network taught on `texts`, the dated texts of `messages`: the same each time on one kind of machine.

    name : what the progress on standard error is headed with.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    tokenizer = load_tokenizer()
    rows = [shortened(tokenizer.encode(text).ids) for text in texts]
    targets, network = _Targets(messages), Network("eager")  # On a CPU torch's fused attention learns more slowly.
    network.bert.embeddings.requires_grad_(False)
    network.bert.encoder.layer[:FROZEN].requires_grad_(False)
    reasons = _Reasons(network, tokenizer, messages)
    kept = lower_states(network, rows)
    heads = [*network.head.parameters(), *network.look.parameters(), *reasons.parameters()]
    encoder = [p for p in network.bert.parameters() if p.requires_grad]
    groups = [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    plan = [list(batches([len(row) for row in rows], targets.partner, chance, BATCH)) for _ in range(EPOCHS)]
    steps = sum(map(len, plan))
    average, schedule = running_average(network, steps), rising_and_falling(optimizer, steps)
    network.train()
    for epoch, round_ in enumerate(plan, start=1):
        began, total = perf_counter(), 0.0
        for step, batch in enumerate(round_):
            mask = padded([rows[n] for n in batch])[1]
            states = network.upper(together([kept[n] for n in batch]), mask)
            loss = targets.loss(network.scores(states, mask), batch)
            total += loss.item() * len(batch)
            loss = loss + REASON_WEIGHT * reasons(states, mask, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            if step % STEPS_TO_TRIM == 0:
                give_back_memory()
        speed = len(rows) / (perf_counter() - began)
        sys.stderr.write(
            f"{name}: round {epoch} of {EPOCHS}, loss {total / len(rows):.3f}, {speed:.1f} messages a second\n"
        )
    taught: Network = average.module.eval()
    return taught


def running_average(network: nn.Module, steps: int) -> AveragedModel:
    """Return what keeps the running average of the network's weights over about the last of so many steps."""
    stays = min(AVERAGED, 1 - 1 / (AVERAGED_OVER * steps))
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(stays))


def rising_and_falling(optimizer: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Return the schedule of the learning rates: up for the first of so many steps, then down to near nothing."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, 1 - step / steps) + 0.01)
    )


def batches(lengths: Sequence[int], partner: Sequence[int], chance: random.Random, size: int) -> Iterator[list[int]]:
    """Yield rows in batches of about `size` and about one length, a row and its partner (or `NONE`) together."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    units: list[list[int]] = []
    placed: set[int] = set()
    for n in order:
        if n not in placed:
            alone = partner[n] == NONE or partner[n] in placed
            units.append([n] if alone else [n, partner[n]])
            placed.update(units[-1])
    cut: list[list[int]] = []
    for first in range(0, len(units), size * BUCKET):
        batch: list[int] = []
        for unit in sorted(units[first : first + size * BUCKET], key=lambda unit: max(lengths[n] for n in unit)):
            batch += unit
            if len(batch) >= size:
                cut.append(batch)
                batch = []
        cut += [batch] if batch else []
    chance.shuffle(cut)
    yield from cut


@torch.no_grad()  # type: ignore[untyped-decorator]
def _vectors(network: Network, rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Return the sentence vectors (n, 384) of short texts."""
    network.eval()
    steps = range(0, len(rows), BATCH)
    return torch.cat([network(*padded(rows[first : first + BATCH]))[1] for first in steps])
