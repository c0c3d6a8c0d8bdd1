"""From the taught network to one small ONNX file for one text: 8-bit weights and products, scores inside the graph.

Of the ways to 8 bits this one is the fastest on processors with and without VNNI (64 word pieces, two threads of one
without: 12.5 ms, 8-bit blocks 25.9 ms, floats 18.2 ms), and whole numbers come out the same on all of them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from classifier.encoder import shortened
from classifier.encoder_targets import N_SCORES, SCORE_NAMES
from fine_tuning.network import Network, head_bias, load_tokenizer
from fine_tuning.one_text import LayersForOneText
from fine_tuning.questions import QuestionNetwork
from knowledge.question_encoder import MOST_PIECES, columns
from sentence_encoder.encoder_files import MANIFEST_FILE, MODEL_FILE, TOKENIZER_FILE

OPSET = 17
MEASURED_ON = 200  # texts, for `even_out`


class _Messages(nn.Module):  # type: ignore[misc]
    """ids (n_pieces,) → what each piece adds (n_pieces, n_scores), and the text's vector (384,) of length 1."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.layers = LayersForOneText(network.bert)
        self.look, self.head = network.look, network.head

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.layers(ids)
        added = self.look(states).softmax(dim=0) * (states @ self.head.weight.T)
        return added, nn.functional.normalize(states.mean(dim=0), dim=-1)


class _Questions(nn.Module):  # type: ignore[misc]
    """ids (n_pieces,) → scores (n_columns,)."""

    def __init__(self, network: QuestionNetwork) -> None:
        super().__init__()
        self.layers = LayersForOneText(network.bert)
        self.network = network

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        vector = nn.functional.normalize(self.layers(ids).mean(dim=0), dim=-1)
        scores: torch.Tensor = self.network.scores(vector)
        return scores


def export_messages(network: Network, texts: Sequence[str], folder: Path, about: dict[str, Any]) -> None:
    """Write the encoder of messages, its tokenizer and manifest to `folder`; `about` goes into the manifest.

    texts : those it was taught on.
    """
    outputs = {"piece_scores": {0: "n_pieces"}, "vectors": {}}
    about = {**about, "scores": SCORE_NAMES, "bias": head_bias(network)}
    rows = [shortened(ids) for ids in _some(texts)]
    _write(_Messages(network), rows, outputs, folder, about, exact=N_SCORES)


def export_questions(network: QuestionNetwork, texts: Sequence[str], folder: Path, about: dict[str, Any]) -> None:
    """Write the encoder of questions, its tokenizer and manifest to `folder`; `about` goes into the manifest.

    texts : those it was taught on.
    """
    rows = [ids[:MOST_PIECES] for ids in _some(texts)]
    _write(_Questions(network), rows, {"scores": {}}, folder, {**about, "scores": columns()}, exact=len(columns()))


def _some(texts: Sequence[str]) -> list[list[int]]:
    """Return the ids of some of the texts, from all over them."""
    tokenizer = load_tokenizer()
    return [tokenizer.encode(text).ids for text in texts[:: -(-len(texts) // MEASURED_ON)]]


def _write(
    plain: nn.Module,
    rows: Sequence[Sequence[int]],
    outputs: dict[str, dict[int, str]],
    folder: Path,
    manifest: dict[str, Any],
    *,
    exact: int,
) -> None:
    """Even out on `rows`, export, quantise and write; products with `exact` columns, the scores', stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    plain.eval()
    plain.layers.even_out(rows)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            plain,
            (torch.tensor(rows[0]),),
            str(path),
            input_names=["ids"],
            output_names=[*outputs],
            dynamic_axes={"ids": {0: "n_pieces"}, **outputs},
            opset_version=OPSET,
            dynamo=False,
        )
        model = onnx.load(str(path))
    quantize_dynamic(
        model,
        folder / MODEL_FILE,
        per_channel=True,
        reduce_range=True,  # Or products overflow on a processor without VNNI, and its scores are other ones.
        weight_type=QuantType.QInt8,
        nodes_to_exclude=_products_of(model, exact),
    )
    load_tokenizer().save(str(folder / TOKENIZER_FILE), pretty=False)
    hashes = {name: sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL_FILE, TOKENIZER_FILE)}
    (folder / MANIFEST_FILE).write_text(json.dumps({**manifest, "sha256": hashes}, indent=1) + "\n", encoding="utf-8")


def _products_of(model: onnx.ModelProto, columns: int) -> list[str]:
    """Return the names of the products with a constant matrix of so many columns."""
    widths = {tensor.name: tensor.dims[-1] for tensor in model.graph.initializer if len(tensor.dims) == 2}  # noqa: PLR2004 - a matrix
    return [n.name for n in model.graph.node if n.op_type == "MatMul" and widths.get(n.input[1]) == columns]
