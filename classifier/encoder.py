"""The fine-tuned sentence encoder: an ONNX file run by onnxruntime, with its tokenizer and the hashes of both.

Every word piece of a text adds its own share to each score. So what each piece added is known exactly, and is shown
as the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sentence_encoder.encoder_files import EncoderFiles

if TYPE_CHECKING:
    from tokenizers import Encoding

# A longer text is read at both ends: what it is about stands at the start, what is wanted often at the end.
HEAD, TAIL = 144, 80
REMEMBERED = 20_000
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
class Piece:
    """A stretch of a text, from `start` to before `end`, and what it added to each score, shape (n_scores,)."""

    start: int
    end: int
    scores: NDArray[np.float32]


def encoder_folder() -> Path:
    """Return the folder of the encoder that comes with Clausewise."""
    return Path(str(files("classifier").joinpath("encoder_files")))


def shortened(ids: Sequence[int]) -> list[int]:
    """Return the ids of at most `HEAD` + `TAIL` word pieces, from both ends."""
    return [*ids] if len(ids) <= HEAD + TAIL else [*ids[:HEAD], *ids[-TAIL:]]


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


class _Last(local):
    """The last text run in this thread, by its hash, with its pieces and what they added; other threads have theirs."""

    run: tuple[bytes, Encoding | None, NDArray[np.float32]] = (b"", None, np.zeros((0, 0), np.float32))


class Encoder:
    """The encoder of one folder. Opened at first use; pickled without its session, as its folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or encoder_folder()
        self._files = EncoderFiles(self.folder)
        self._last = _Last()
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
        found = [self._told(text) for text in texts]
        if not found:
            return Encoded(np.zeros((0, self.n_scores), np.float32), np.zeros((0, WIDTH), np.float32))
        return Encoded(np.stack([scores for scores, _ in found]), np.stack([vector for _, vector in found]))

    def _told(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return scores and vector of one text, remembered by its hash: the text itself is not kept."""
        key = _key(text)
        told = self._remembered.get(key)
        if told is None:
            encoding = self._files.pieces(text)
            added, vector = self._run_one(shortened(encoding.ids))
            told = added.sum(axis=0) + self._bias, vector
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key], self._last.run = told, (key, encoding, added)
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

    def _run_one(self, ids: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return what each word piece adds, (n_pieces, n_scores), and the vector (384,) of one text."""
        added, vector = self._files.run(ids, ["piece_scores", "vectors"])
        return added, vector

    def pieces(self, text: str) -> list[Piece]:
        """Return what each word of `text` added to the scores; words left out of a long text are missing."""
        key, encoding, added = self._last.run  # A message is explained when it has just been judged.
        if encoding is None or key != _key(text):
            encoding = self._files.pieces(text)
            added, _ = self._run_one(shortened(encoding.ids))
        kept = shortened(range(len(encoding.ids)))
        words: dict[int, Piece] = {}
        word_ids, offsets = encoding.word_ids, encoding.offsets  # Each is made anew whenever it is asked for.
        for row, n in enumerate(kept):
            word, (start, end) = word_ids[n], offsets[n]
            if word is None:
                continue
            if word in words:
                before = words[word]
                words[word] = Piece(min(before.start, start), max(before.end, end), before.scores + added[row])
            else:
                words[word] = Piece(start, end, added[row])
        return sorted(words.values(), key=lambda piece: piece.start)
