"""An encoder as it ships: an ONNX file run by onnxruntime, its tokenizer, and a manifest with the hashes of both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MAX_CHARACTERS = 20_000
MODEL_FILE, TOKENIZER_FILE, MANIFEST_FILE = "encoder.onnx", "tokenizer.json", "manifest.json"


class EncoderRefused(RuntimeError):
    """The encoder's files are missing, or are not the ones its manifest names."""


_tokenizers: dict[str, Tokenizer] = {}


def _tokenizer(path: Path, sha256: str) -> Tokenizer:
    """Return the tokenizer of a file with this hash; encoders with the same one share it, for it takes some room."""
    if sha256 not in _tokenizers:
        from tokenizers import Tokenizer

        _tokenizers[sha256] = Tokenizer.from_file(str(path))
    return _tokenizers[sha256]


class EncoderFiles:
    """The encoder of one folder, opened at first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checked = False

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The encoder's manifest.

        Raises
        ------
        EncoderRefused : if it cannot be read.
        """
        try:
            manifest: dict[str, Any] = json.loads((self.folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise EncoderRefused(f"The encoder's manifest in {self.folder} cannot be read.") from None
        return manifest

    @property
    def sha256(self) -> str:
        """The SHA-256 of the ONNX file, by its manifest."""
        return str(self.manifest["sha256"][MODEL_FILE])

    def check(self) -> None:
        """Raise EncoderRefused unless both files are the ones the manifest names."""
        for name in (MODEL_FILE, TOKENIZER_FILE):
            try:
                with (self.folder / name).open("rb") as file:
                    found = file_digest(file, "sha256").hexdigest()
            except OSError:
                raise EncoderRefused(f"The encoder's file {name} in {self.folder} cannot be read.") from None
            if found != self.manifest["sha256"].get(name):
                raise EncoderRefused(f"The encoder's file {name} is not the one its manifest names.")

    def _check_once(self) -> None:
        if not self._checked:
            self.check()
            self._checked = True

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        self._check_once()
        options = SessionOptions()
        options.log_severity_level = 3
        # One thread a text: it takes less of all cores together, and what else a message needs is done beside it.
        options.intra_op_num_threads = 1
        return InferenceSession(str(self.folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        self._check_once()
        return _tokenizer(self.folder / TOKENIZER_FILE, self.manifest["sha256"][TOKENIZER_FILE])

    def pieces(self, text: str) -> Encoding:
        """Return the word pieces of `text`: `ids`, `word_ids`, `offsets`; no more than `MAX_CHARACTERS` are read.

        Raises
        ------
        EncoderRefused : at first use, if a file is not the one the manifest names.
        """
        return self._tokenizer.encode(text[:MAX_CHARACTERS])

    def run(self, ids: Sequence[int], outputs: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return the named outputs for one text's ids.

        Each text is run alone: the 8-bit graph scales by the largest number in a batch, so a text would be judged by
        the company it is in.
        """
        found = self._session.run(list(outputs), {"ids": np.array(ids, dtype=np.int64)})
        return [np.asarray(each) for each in found]
