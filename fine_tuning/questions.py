"""How the encoder of questions is taught: to tell, for each edition, the clause that answers, or that none does.

A question's vector is held against one vector a clause, which starts as the sentence vector of the clause's own words
and is learned with the rest, and against one vector an edition that stands for "this edition does not answer it".
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from classifier.encoder_targets import NONE
from fine_tuning.network import HALF, WIDTH, load_tokenizer, lower_states, padded, through, together, weights_folder
from fine_tuning.teaching import AVERAGED, AVERAGED_OVER, WARM_UP, batches, rising_and_falling, running_average
from knowledge.clauses import Clause, shipped_edition
from knowledge.edition import Edition
from knowledge.question_encoder import MOST_PIECES, columns
from knowledge.questions import StaffQuestion

SEED = 20240401
FROZEN = 0  # Of the layers; the word pieces' own vectors stay as they are.
EPOCHS = 5
BATCH = 32
ENCODER_RATE, CLAUSE_RATE, SCALE_RATE = 2e-4, 5e-3, 1e-2
BESIDE = 0.15  # What a clause that is reasonable beside the right ones counts, against 1 for those.
SHARPNESS = 3.0  # The logarithm of what a cosine is multiplied by at the start.
CLAUSE_PIECES = 200

RECIPE = (
    f"{SEED=} {FROZEN=} {EPOCHS=} {BATCH=} {ENCODER_RATE=} {CLAUSE_RATE=} {SCALE_RATE=} {WARM_UP=} {BESIDE=} "
    f"{SHARPNESS=} {AVERAGED=} {AVERAGED_OVER=}"
)
"""What makes one teaching another, in words."""


class QuestionNetwork(nn.Module):  # type: ignore[misc]
    """ids and mask (n, longest) → scores (n, n_columns): every clause of every edition, then "no answer" by edition."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(weights_folder()),
            attn_implementation=attention,
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
        )
        n_clauses, n_none = len(columns()) - len(Edition), len(Edition)
        self.clauses = nn.Parameter(torch.zeros(n_clauses, WIDTH))
        self.none = nn.Parameter(torch.zeros(n_none, WIDTH))
        self.none_bias = nn.Parameter(torch.zeros(n_none))
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))

    def lower(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the states (n, longest, 384) that the frozen layers make: the same in every epoch."""
        return through(self.bert, self.bert.embeddings(input_ids=ids), mask, slice(0, FROZEN))

    def upper(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the sentence vectors (n, 384) of what `lower` made, each of length 1."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF and self.training):
            states = through(self.bert, states, mask, slice(FROZEN, None))
        share = mask.float().unsqueeze(-1)
        return nn.functional.normalize((states.float() * share).sum(dim=1) / share.sum(dim=1), dim=-1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.scores(self.upper(self.lower(ids, mask), mask))

    def scores(self, vectors: torch.Tensor) -> torch.Tensor:
        """Return the scores (n, n_columns) of sentence vectors."""
        rows = torch.cat([nn.functional.normalize(self.clauses, dim=-1), self.none])
        bias = torch.cat([torch.zeros(len(self.clauses)), self.none_bias])
        scores: torch.Tensor = self.sharpness.exp() * (vectors @ rows.T) + bias
        return scores

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def start_from(self, clauses: Sequence[Clause], tokenizer: Tokenizer) -> None:
        """Let each clause's vector be that of its own words."""
        self.eval()
        texts = [" ".join([c.section, c.heading or "", c.words, *c.topics]) for c in clauses]
        rows = [tokenizer.encode(text).ids[:CLAUSE_PIECES] for text in texts]
        for n, row in enumerate(rows):
            ids, mask = padded([row])
            self.clauses[n] = self.upper(self.lower(ids, mask), mask)[0]


def targets(question: StaffQuestion) -> dict[Edition, torch.Tensor]:
    """Return, for each edition it can be asked of, what share of belief each of its clauses and "none" should get."""
    told = {}
    for edition in question.asked_of():
        ids = [clause.id for clause in shipped_edition(edition).clauses]
        wanted = torch.zeros(len(ids) + 1)
        for id_ in question.clauses[edition]:
            wanted[ids.index(id_)] = 1.0
        for id_ in question.also[edition] if question.clauses[edition] else ():
            wanted[ids.index(id_)] = BESIDE
        wanted[-1] = float(not question.clauses[edition])
        told[edition] = wanted / wanted.sum()
    return told


def teach_questions(questions: Sequence[StaffQuestion], *, name: str) -> QuestionNetwork:
    """Return the network taught on `questions`: the same each time on one kind of machine."""
    torch.manual_seed(SEED)
    chance, tokenizer = random.Random(SEED), load_tokenizer()
    rows = [tokenizer.encode(q.question).ids[:MOST_PIECES] for q in questions]
    wanted = [targets(q) for q in questions]
    network = QuestionNetwork("eager")  # On a CPU torch's fused attention learns more slowly.
    network.start_from([clause for edition in Edition for clause in shipped_edition(edition).clauses], tokenizer)
    network.bert.embeddings.requires_grad_(False)
    network.bert.encoder.layer[:FROZEN].requires_grad_(False)
    kept = lower_states(network, rows)
    encoder = [p for p in network.bert.parameters() if p.requires_grad]
    groups = [
        {"params": encoder, "lr": ENCODER_RATE},
        {"params": [network.clauses, network.none, network.none_bias], "lr": CLAUSE_RATE, "weight_decay": 0.0},
        {"params": [network.sharpness], "lr": SCALE_RATE, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = EPOCHS * -(-len(rows) // BATCH)
    average, schedule = running_average(network, steps), rising_and_falling(optimizer, steps)
    network.train()
    for epoch in range(1, EPOCHS + 1):
        total = 0.0
        for batch in batches([len(row) for row in rows], [NONE] * len(rows), chance, BATCH):
            mask = padded([rows[n] for n in batch])[1]
            scores = network.scores(network.upper(together([kept[n] for n in batch]), mask))
            loss = _loss(scores, [wanted[n] for n in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder, 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            total += loss.item() * len(batch)
        sys.stderr.write(f"{name}: round {epoch} of {EPOCHS}, loss {total / len(rows):.3f}\n")
    taught: QuestionNetwork = average.module.eval()
    return taught


def _loss(scores: torch.Tensor, wanted: Sequence[dict[Edition, torch.Tensor]]) -> torch.Tensor:
    """Return the mean over the questions of how badly each edition's clauses are told apart."""
    loss = torch.zeros(())
    first = 0
    for n, edition in enumerate(Edition):
        last = first + len(shipped_edition(edition).clauses)
        asked = [row for row, told in enumerate(wanted) if edition in told]
        none = scores.shape[1] - len(Edition) + n
        if asked:
            theirs = torch.cat([scores[asked, first:last], scores[asked, none : none + 1]], dim=-1).log_softmax(dim=-1)
            loss = loss - (torch.stack([wanted[row][edition] for row in asked]) * theirs).sum() / len(wanted)
        first = last
    return loss
