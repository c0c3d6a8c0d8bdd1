"""The encoder of residents' messages: the one that ships, those of the folds, and those of the learning curve."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from classifier.cross_fitted import (
    CURVE_FILE,
    GROUPS,
    TABLE_FILE,
    VECTOR_STEPS,
    VECTORS_FILE,
    dated_texts,
    groups_of,
    in_steps,
    text_key,
    texts_hash,
)
from classifier.encoder import Encoder, encoder_folder
from classifier.messages import data_hash, load_messages
from fine_tuning import teaching
from fine_tuning.export import export_messages
from fine_tuning.kept import WORK, taught_once
from fine_tuning.network import Network

CURVE_SIZES = (500, 1000, 2000)


@dataclass(frozen=True)
class Wanted:
    """An encoder to be taught: its name, the rows of the messages it sees, and those it is to score."""

    name: str
    seen: tuple[int, ...]
    scored: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """What an encoder says of messages it had not seen.

    scores : float32 array (n_scored, n_scores).
    nearest : float32 array (n_scored,), the cosine to the nearest message it had seen.
    """

    scores: NDArray[np.float32]
    nearest: NDArray[np.float32]


def _taught(name: str, rows: tuple[int, ...]) -> Network:
    everything = load_messages()
    messages = [everything[n] for n in rows]
    texts = dated_texts(messages)
    made_of = "\n".join([teaching.RECIPE, data_hash(messages), *texts])
    return taught_once(name, made_of, Network, lambda: teaching.fine_tune(texts, messages, name=name))


def _teach(wanted: Wanted) -> Told:
    """Fine-tune on what is seen, export, and say by that file what the encoder says of what is to be scored."""
    texts = dated_texts(load_messages())
    seen = [texts[n] for n in wanted.seen]
    export_messages(_taught(wanted.name, wanted.seen), seen, WORK / wanted.name, {"trained_on": wanted.name})
    encoder = Encoder(WORK / wanted.name)
    known, new = encoder.run(seen), encoder.run([texts[n] for n in wanted.scored])
    return Told(new.scores, (new.vectors @ known.vectors.T).max(axis=1))


def final() -> None:
    """Write the encoder that ships, and its vectors of all messages."""
    messages = load_messages()
    texts = dated_texts(messages)
    about = {"trained_on": f"{len(messages)} messages", "texts_sha256": texts_hash(texts), "recipe": teaching.RECIPE}
    export_messages(_taught("final", tuple(range(len(messages)))), texts, encoder_folder(), about)
    np.savez_compressed(
        encoder_folder() / VECTORS_FILE,
        keys=np.array([text_key(text) for text in texts]),
        vectors=in_steps(Encoder().run(texts).vectors),
    )


def folds() -> None:
    """Write the cross-fitted table: each group of batches by an encoder that never saw it."""
    texts, groups = dated_texts(load_messages()), groups_of(load_messages())
    parts = [
        Wanted(
            f"without-group-{group}",
            tuple(np.flatnonzero(groups != group).tolist()),
            tuple(np.flatnonzero(groups == group).tolist()),
        )
        for group in range(GROUPS)
    ]
    told: list[Told] = Parallel(n_jobs=-1, batch_size=1)(delayed(_teach)(part) for part in parts)
    order = np.argsort(np.concatenate([part.scored for part in parts]))
    np.savez_compressed(
        encoder_folder() / TABLE_FILE,
        keys=np.array([text_key(text) for text in texts]),
        scores=np.concatenate([each.scores for each in told])[order].astype(np.float16),
        nearest=np.concatenate([each.nearest for each in told])[order].astype(np.float16),
    )


def added() -> None:
    """Add to table and vectors the messages they lack, by the encoder that ships: it has seen none of them.

    A table that `folds` has just made lacks none; the vectors lack those written since `final` was last done.
    """
    folder, encoder = encoder_folder(), Encoder()
    with np.load(folder / TABLE_FILE) as kept:
        table = {name: kept[name] for name in kept.files}
    with np.load(folder / VECTORS_FILE) as kept:
        vectors = {name: kept[name] for name in kept.files}
    texts = dated_texts(load_messages())
    unscored, without_vector = (
        [text for text in texts if text_key(text) not in known]
        for known in (set(table["keys"].tolist()), set(vectors["keys"].tolist()))
    )
    new = encoder.run(unscored)
    seen = vectors["vectors"].astype(np.float32) / VECTOR_STEPS
    nearest = np.concatenate(
        [(seen @ some.T).max(axis=0) for some in np.array_split(new.vectors, 1 + len(unscored) // 500)]
    )
    dealt = table.get("dealt", np.ones(len(table["keys"]), dtype=np.bool_))
    np.savez_compressed(
        folder / TABLE_FILE,
        keys=np.concatenate([table["keys"], _keys(unscored)]),
        scores=np.concatenate([table["scores"], new.scores.astype(np.float16)]),
        nearest=np.concatenate([table["nearest"], nearest.astype(np.float16)]),
        dealt=np.concatenate([dealt, np.zeros(len(unscored), dtype=np.bool_)]),
    )
    np.savez_compressed(
        folder / VECTORS_FILE,
        keys=np.concatenate([vectors["keys"], _keys(without_vector)]),
        vectors=np.concatenate([vectors["vectors"], in_steps(encoder.run(without_vector).vectors)]),
    )


def _keys(texts: Sequence[str]) -> NDArray[np.str_]:
    return np.array([text_key(text) for text in texts], dtype=np.str_)


def curve() -> None:
    """Write the first group's scores by encoders of the first so many of the other groups' messages."""
    texts, groups = dated_texts(load_messages()), groups_of(load_messages())
    seen, unseen = np.flatnonzero(groups != 0).tolist(), tuple(np.flatnonzero(groups == 0).tolist())
    random.Random(teaching.SEED).shuffle(seen)
    sizes = [Wanted(f"first-{size}", tuple(sorted(seen[:size])), unseen) for size in CURVE_SIZES]
    told: list[Told] = Parallel(n_jobs=-1, batch_size=1)(delayed(_teach)(size) for size in sizes[::-1])
    kept = {"keys": np.array([text_key(texts[n]) for n in unseen])}
    for size, each in zip(sizes[::-1], told, strict=True):
        kept[f"taught_on_{len(size.seen)}"] = np.array(size.seen)
        kept[f"scores_{len(size.seen)}"] = each.scores.astype(np.float16)
    np.savez_compressed(encoder_folder() / CURVE_FILE, allow_pickle=False, **kept)
