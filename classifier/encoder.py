"""The fine-tuned sentence encoder: an ONNX file run by onnxruntime, with its tokenizer and the hashes of both.

Every word piece of a text adds its own share to each score. So what each piece added is known exactly, and is shown
as the reason.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sentence_encoder.encoder_files import EncoderFiles

# A longer text is read at both ends: what it is about stands at the start, what is wanted often at the end.
HEAD, TAIL = 144, 80
REMEMBERED = 20_000
AT_HAND = 64  # A message is explained when it, and so many others at most, have just been judged.
WIDTH = 384


@dataclass(frozen=True)
class Encoded:
    """What the encoder makes of n texts.

    scores : float32 array (n, n_scores), columns as the encoder was fine-tuned to tell them.
    vectors : float32 array (n, 384), each of length 1; near each other where the texts mean the like.
    """

    scores: NDArray[np.float32]
    vectors: NDArray[np.float32]


@dataclass(frozen=True)
class Pieces:
    """The words of a text in order, as stretches from `starts` to before `ends`, and what each added to the scores.

    scores : float32 array (n_words, n_scores).
    """

    starts: list[int]
    ends: list[int]
    scores: NDArray[np.float32]


def encoder_folder() -> Path:
    """Return the folder of the encoder that comes with Clausewise."""
    return Path(str(files("classifier").joinpath("encoder_files")))


def shortened(ids: Sequence[int]) -> list[int]:
    """Return the ids of at most `HEAD` + `TAIL` word pieces, from both ends."""
    return [*ids] if len(ids) <= HEAD + TAIL else [*ids[:HEAD], *ids[-TAIL:]]


@dataclass(frozen=True)
class _Run:
    """What is needed to say why: of each word piece its word and its place in the text, and what it added."""

    words: Sequence[int | None]
    places: Sequence[tuple[int, int]]
    added: NDArray[np.float32]


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="encoder")


class Encoder:
    """The encoder of one folder. Opened at first use; pickled without its session, as its folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or encoder_folder()
        self._files = EncoderFiles(self.folder)
        self._at_hand: dict[bytes, _Run] = {}
        self._lock = Lock()
        self._remembered: dict[bytes, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": None if self.folder == encoder_folder() else self.folder}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["folder"])  # type: ignore[misc]

    @property
    def manifest(self) -> dict[str, Any]:
        """The encoder's manifest; raises EncoderRefused if it cannot be read."""
        return self._files.manifest

    @property
    def sha256(self) -> str:
        """The SHA-256 of the ONNX file, by its manifest."""
        return self._files.sha256

    def check(self) -> None:
        """Raise EncoderRefused unless the files are the ones the manifest names."""
        self._files.check()

    def run(self, texts: Sequence[str]) -> Encoded:
        """Return scores and vectors of `texts`. A text gets the same ones alone as among others.

        Raises
        ------
        EncoderRefused : at first use, if a file is not the one the manifest names.
        """
        return self.begin(texts)()

    def begin(self, texts: Sequence[str]) -> Callable[[], Encoded]:
        """Return what gives the result of `run`; of several texts the work goes on meanwhile, beside other work."""
        coming = _threads().map(self._told, texts) if len(texts) > 1 else map(self._told, texts)

        def finish() -> Encoded:
            found = [*coming]
            if not found:
                return Encoded(np.zeros((0, self.n_scores), np.float32), np.zeros((0, WIDTH), np.float32))
            return Encoded(np.stack([scores for scores, _ in found]), np.stack([vector for _, vector in found]))

        return finish

    def _told(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return scores and vector of one text, remembered by its hash: the text itself is not kept."""
        key = _key(text)
        told = self._remembered.get(key)
        if told is None:
            run, vector = self._run_one(text)
            told = run.added.sum(axis=0) + self._bias, vector
            with self._lock:
                if len(self._remembered) >= REMEMBERED:
                    self._remembered.clear()
                self._remembered[key] = told
                if len(self._at_hand) >= AT_HAND:
                    del self._at_hand[next(iter(self._at_hand))]  # The one that came first.
                self._at_hand[key] = run
        return told

    def features(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the scores of `texts`, float32 array (n_texts, n_scores)."""
        return self.run(texts).scores

    @property
    def n_scores(self) -> int:
        return len(self.manifest["scores"])

    @cached_property
    def _bias(self) -> NDArray[np.float32]:
        return np.array(self.manifest["bias"], dtype=np.float32)

    def _run_one(self, text: str) -> tuple[_Run, NDArray[np.float32]]:
        """Return what each word piece of one text adds, (n_pieces, n_scores), and its vector (384,)."""
        encoding = self._files.pieces(text)
        added, vector = self._files.run(shortened(encoding.ids), ["piece_scores", "vectors"])
        return _Run(encoding.word_ids, encoding.offsets, added), vector

    def pieces(self, text: str) -> Pieces:
        """Return what each word of `text` added to the scores; words left out of a long text are missing."""
        run = self._at_hand.get(_key(text)) or self._run_one(text)[0]
        word_ids, offsets, added = run.words, run.places, run.added
        kept = [(row, n) for row, n in enumerate(shortened(range(len(word_ids)))) if word_ids[n] is not None]
        if not kept:
            return Pieces([], [], added[:0])
        first = [at for at, (_, n) in enumerate(kept) if at == 0 or word_ids[n] != word_ids[kept[at - 1][1]]]
        last = [at - 1 for at in [*first[1:], len(kept)]]
        return Pieces(
            starts=[offsets[kept[at][1]][0] for at in first],
            ends=[offsets[kept[at][1]][1] for at in last],
            scores=np.add.reduceat(added[[row for row, _ in kept]], first, axis=0),
        )
