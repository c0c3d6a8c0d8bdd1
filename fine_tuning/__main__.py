"""`make encoder`: cross-fit the scores of the training messages, then fine-tune and export the encoder that ships.

    python -m fine_tuning folds    one encoder for each group of batches, which it never sees; scores of that group
    python -m fine_tuning final    the encoder of all messages, into classifier/encoder_files
    python -m fine_tuning curve    encoders of 500, 1,000 and 2,000 messages, for the learning curve

What is done is kept in `build/encoder` and not done again while messages and code stay as they are.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from classifier.cross_fitted import (
    CURVE_FILE,
    GROUPS,
    TABLE_FILE,
    VECTORS_FILE,
    dated_texts,
    groups_of,
    in_steps,
    text_key,
    texts_hash,
)
from classifier.encoder import Encoder, encoder_folder
from classifier.messages import LabelledMessage, data_hash, load_messages
from fine_tuning import network
from fine_tuning.export import export
from fine_tuning.network import Network, fine_tune

ROOT = Path(__file__).parent.parent
WORK = ROOT / "build" / "encoder"
CURVE_SIZES = (500, 1000, 2000)


def _taught(texts: Sequence[str], messages: Sequence[LabelledMessage], name: str) -> Network:
    """Return the network taught on `messages`, from `build/encoder` if the same was taught before."""
    recipe = sha256("\n".join([network.RECIPE, data_hash([*messages]), *texts]).encode()).hexdigest()[:16]
    kept = WORK / f"{name}-{recipe}.pt"
    taught = Network()
    if kept.exists():
        taught.load_state_dict(torch.load(kept))
        taught.eval()
        return taught
    sys.stderr.write(f"{name}: fine-tuning on {len(messages)} messages\n")
    taught = fine_tune(texts, messages)
    WORK.mkdir(parents=True, exist_ok=True)
    torch.save(taught.state_dict(), kept)
    return taught


def _score_unseen(
    texts: list[str], messages: list[LabelledMessage], seen: NDArray[np.intp], unseen: NDArray[np.intp], name: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fine-tune on `seen`, export, and return scores and nearest cosine of `unseen` by the exported file."""
    taught = _taught([texts[n] for n in seen], [messages[n] for n in seen], name)
    export(taught, WORK / name, {"trained_on": f"{len(seen)} messages, {name}"})
    encoder = Encoder(WORK / name)
    known, new = encoder.run([texts[n] for n in seen]), encoder.run([texts[n] for n in unseen])
    return new.scores, (new.vectors @ known.vectors.T).max(axis=1)


def folds(messages: list[LabelledMessage]) -> None:
    """Write the cross-fitted table."""
    texts, groups = dated_texts(messages), groups_of(messages)
    rows, scores, nearest = [], [], []
    for group in range(GROUPS):
        seen, unseen = np.flatnonzero(groups != group), np.flatnonzero(groups == group)
        told, near = _score_unseen(texts, messages, seen, unseen, f"without-group-{group}")
        rows.append(unseen)
        scores.append(told)
        nearest.append(near)
    order = np.argsort(np.concatenate(rows))
    np.savez_compressed(
        encoder_folder() / TABLE_FILE,
        keys=np.array([text_key(text) for text in texts]),
        scores=np.concatenate(scores)[order].astype(np.float16),
        nearest=np.concatenate(nearest)[order].astype(np.float16),
    )


def final(messages: list[LabelledMessage]) -> None:
    """Write the encoder that ships."""
    texts = dated_texts(messages)
    about = {"trained_on": f"{len(messages)} messages", "texts_sha256": texts_hash(texts), "recipe": network.RECIPE}
    export(_taught(texts, messages, "final"), encoder_folder(), about)
    np.savez_compressed(
        encoder_folder() / VECTORS_FILE,
        keys=np.array([text_key(text) for text in texts]),
        vectors=in_steps(Encoder().run(texts).vectors),
    )


def curve(messages: list[LabelledMessage]) -> None:
    """Write the scores of the first group by encoders of fewer messages of the others."""
    texts, groups = dated_texts(messages), groups_of(messages)
    seen, unseen = np.flatnonzero(groups != 0).tolist(), np.flatnonzero(groups == 0)
    random.Random(network.SEED).shuffle(seen)
    kept: dict[str, Any] = {"keys": np.array([text_key(texts[n]) for n in unseen])}
    for size in CURVE_SIZES:
        taught_on = np.array(sorted(seen[:size]))
        scores, _ = _score_unseen(texts, messages, taught_on, unseen, f"first-{size}")
        kept |= {f"taught_on_{size}": taught_on, f"scores_{size}": scores.astype(np.float16)}
    np.savez_compressed(encoder_folder() / CURVE_FILE, **kept)


def main() -> None:
    """Do what is named, in order; all three if nothing is."""
    encoder_folder().mkdir(exist_ok=True)
    messages = load_messages()
    steps = {"folds": folds, "final": final, "curve": curve}
    named = sys.argv[1:] or [*steps]
    if unknown := set(named) - set(steps):
        raise SystemExit(f"There is no step {json.dumps(sorted(unknown))}; there are: {', '.join(steps)}.")
    for name in named:
        steps[name](messages)


if __name__ == "__main__":
    main()
