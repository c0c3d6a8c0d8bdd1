"""From the taught network to one small ONNX file: 8-bit weights and products, attention and scores inside the graph.

Of the ways to 8 bits this one is the fastest on processors with and without VNNI (64 word pieces, two threads of one
without: 12.5 ms, 8-bit blocks 25.9 ms, floats 18.2 ms), and whole numbers come out the same on all of them.
"""

from __future__ import annotations

import json
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from classifier.encoder_targets import N_SCORES, SCORE_NAMES
from fine_tuning.network import Network, head_bias, load_tokenizer
from fine_tuning.questions import QuestionNetwork
from knowledge.question_encoder import columns
from sentence_encoder.encoder_files import MANIFEST_FILE, MODEL_FILE, TOKENIZER_FILE

OPSET = 17


def export_messages(network: Network, folder: Path, about: dict[str, Any]) -> None:
    """Write the encoder of messages, its tokenizer and manifest to `folder`; `about` goes into the manifest."""
    plain = Network(attention="eager")
    plain.load_state_dict(network.state_dict())
    outputs = {"piece_scores": {0: "n", 1: "longest"}, "vectors": {0: "n"}}
    _write(plain, outputs, folder, {**about, "scores": SCORE_NAMES, "bias": head_bias(network)}, exact=N_SCORES)


def export_questions(network: QuestionNetwork, folder: Path, about: dict[str, Any]) -> None:
    """Write the encoder of questions, its tokenizer and manifest to `folder`; `about` goes into the manifest."""
    plain = QuestionNetwork(attention="eager")
    plain.load_state_dict(network.state_dict())
    _write(plain, {"scores": {0: "n"}}, folder, {**about, "scores": columns()}, exact=len(columns()))


def _write(
    plain: nn.Module, outputs: dict[str, dict[int, str]], folder: Path, manifest: dict[str, Any], *, exact: int
) -> None:
    """Export, quantise and write; products with `exact` columns, which make the scores, stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    plain.eval()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "plain.onnx"
        ids = torch.tensor([[101, 2054, 102, 0], [101, 2054, 2003, 102]])
        torch.onnx.export(
            plain,
            (ids, (ids != 0).long()),
            str(path),
            input_names=["ids", "mask"],
            output_names=[*outputs],
            dynamic_axes={"ids": {0: "n", 1: "longest"}, "mask": {0: "n", 1: "longest"}, **outputs},
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
