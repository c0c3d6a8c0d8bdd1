"""What encoders that had not seen a message's group say of it: what all else is fitted and measured on.

An encoder flatters the messages it was fine-tuned on. So the messages are dealt into groups of whole batches, and each
group is scored by an encoder that was fine-tuned on the other groups alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.dates import with_dates
from classifier.encoder import Encoder, encoder_folder
from classifier.messages import LabelledMessage, by_number

GROUPS = 4
MONTHS = 12
"""The time limit that the labels of the training messages follow."""
TABLE_FILE, VECTORS_FILE, CURVE_FILE = "cross_fitted.npz", "vectors.npz", "learning_curve.npz"
VECTOR_STEPS = 127  # A vector's numbers lie between -1 and 1 and are kept as whole numbers of one byte.


class NotCrossFitted(RuntimeError):
    """A message has no score by an encoder that had not seen it: the encoder has to be fine-tuned again."""


def groups_of(messages: Sequence[LabelledMessage]) -> NDArray[np.int_]:
    """Return the group of each message, 0 to `GROUPS` - 1: its batches are dealt out in the order of their numbers."""
    place = {batch: n % GROUPS for n, batch in enumerate(sorted({m.batch for m in messages}, key=by_number))}
    return np.array([place[m.batch] for m in messages])


def dated_texts(messages: Sequence[LabelledMessage]) -> list[str]:
    """Return the texts of `messages` behind the line of their dates, as everything that reads texts reads them."""
    return [with_dates(m.text, m.received, MONTHS) for m in messages]


def text_key(text: str) -> str:
    """Return what a dated text is known by in the table: the first half of its SHA-256, in hexadecimal."""
    return sha256(text.encode()).hexdigest()[:32]


def texts_hash(texts: Sequence[str]) -> str:
    """Return the SHA-256 of dated texts, in hexadecimal: what an encoder's manifest knows its messages by."""
    return sha256("\n".join(texts).encode()).hexdigest()


@dataclass(frozen=True)
class CrossFitted:
    """The table: one row a training message.

    scores : float32 array (n, n_scores), by an encoder that had not seen the message's batch: the one of the other
        groups, or for messages written since then the one that ships.
    nearest : float32 array (n,), the cosine to the nearest message that encoder had seen.
    dealt : bool array (n,), whether the message was there when the encoders were fine-tuned.
    """

    rows: dict[str, int]
    scores: NDArray[np.float32]
    nearest: NDArray[np.float32]
    dealt: NDArray[np.bool_]

    def of(self, texts: Sequence[str]) -> NDArray[np.intp]:
        """Return the rows of `texts`.

        Raises
        ------
        NotCrossFitted : if one is not in the table.
        """
        try:
            return np.array([self.rows[text_key(text)] for text in texts], dtype=np.intp)
        except KeyError:
            raise NotCrossFitted(
                "A training message was added or changed since the encoder was fine-tuned. "
                "Run `make encoder`, or `make encoder STEPS=added`."
            ) from None


def load_table(folder: Path | None = None) -> CrossFitted:
    """Return the table that comes with Clausewise, or the one in `folder`."""
    with np.load((folder or encoder_folder()) / TABLE_FILE) as table:
        rows = {str(key): n for n, key in enumerate(table["keys"])}
        dealt = table["dealt"] if "dealt" in table.files else np.ones(len(table["keys"]), dtype=np.bool_)
        return CrossFitted(rows, table["scores"].astype(np.float32), table["nearest"].astype(np.float32), dealt)


def learning_curve_scores(texts: Sequence[str]) -> list[tuple[NDArray[np.intp], NDArray[np.float32]]]:
    """Return, for encoders of ever more messages, which messages they were taught on and their scores of `texts`.

    texts : n dated texts that stand in the curve's file (`on_the_curve`); scores are float32 arrays (n, n_scores).
    """
    with np.load(encoder_folder() / CURVE_FILE) as curve:
        rows = {str(key): n for n, key in enumerate(curve["keys"])}
        order = [rows[text_key(text)] for text in texts]
        sizes = sorted(int(name.removeprefix("scores_")) for name in curve.files if name.startswith("scores_"))
        return [(curve[f"taught_on_{size}"], curve[f"scores_{size}"][order].astype(np.float32)) for size in sizes]


def on_the_curve(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Return which of the first group's dated texts the encoders of fewer messages have scored, bool array (n,).

    Those written since the encoders were fine-tuned are not among them.
    """
    with np.load(encoder_folder() / CURVE_FILE) as curve:
        known = set(curve["keys"].tolist())
    return np.array([text_key(text) in known for text in texts])


@dataclass(frozen=True)
class CrossFittedScores:
    """Stands in for the encoder while a pipeline is fitted or measured: training messages get cross-fitted scores.

    Any other text, such as a landlord's own decisions, gets the encoder's: it was not fine-tuned on those.
    """

    table: CrossFitted
    encoder: Encoder | None = None

    def features(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return scores, float32 array (n_texts, n_scores)."""
        known = [n for n, text in enumerate(texts) if text_key(text) in self.table.rows]
        out = np.zeros((len(texts), self.table.scores.shape[1]), dtype=np.float32)
        out[known] = self.table.scores[self.table.of([texts[n] for n in known])]
        others = sorted(set(range(len(texts))) - set(known))
        if others:
            if self.encoder is None:
                raise NotCrossFitted("A text is not among the training messages, and there is no encoder to score it.")
            out[others] = self.encoder.run([texts[n] for n in others]).scores
        return out


def example_vectors(texts: Sequence[str], encoder: Encoder) -> NDArray[np.int8]:
    """Return the encoder's vectors of dated texts in steps of 1/`VECTOR_STEPS`, int8 array (n_texts, 384).

    Those of the training messages stand in a file beside the encoder; any other text is run.
    """
    with np.load(encoder.folder / VECTORS_FILE) as kept:
        known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    new = [text for text in texts if text_key(text) not in known]
    if new:
        known |= dict(zip(map(text_key, new), in_steps(encoder.run(new).vectors), strict=True))
    return np.stack([known[text_key(text)] for text in texts])


def in_steps(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return vectors (n, 384) as whole numbers of one byte."""
    return np.round(vectors * VECTOR_STEPS).astype(np.int8)
