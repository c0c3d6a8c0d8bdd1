"""The encoder: the file that ships, what it says, and that no other file is run."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifier.cross_fitted import VECTOR_STEPS, VECTORS_FILE, dated_texts, load_table, text_key, texts_hash
from classifier.encoder import HEAD, TAIL, Encoder, shortened
from classifier.encoder_targets import N_SCORES, SCORE_NAMES
from classifier.features import shipped_encoder
from classifier.messages import load_messages
from sentence_encoder.encoder_files import MANIFEST_FILE, MODEL_FILE, TOKENIZER_FILE, EncoderRefused

TEXTS = ["the lift is broken", "you never came on Tuesday and nobody rang", "", "🙂", "Dziękuję", "word " * 2000]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the encoder's folder that a test may spoil."""
    return Path(shutil.copytree(shipped_encoder().folder, tmp_path / "encoder"))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The dated texts of all messages, which take a while to make."""
    return dated_texts(load_messages())


def test_it_is_small_enough_to_ship() -> None:
    assert (shipped_encoder().folder / MODEL_FILE).stat().st_size <= 30_000_000


def test_it_was_made_from_the_texts_that_its_manifest_names(texts: list[str]) -> None:
    manifest = shipped_encoder().manifest
    taught_on = int(manifest["trained_on"].split()[0])  # Batches written since come after those.
    assert manifest["texts_sha256"] == texts_hash(texts[:taught_on])
    assert tuple(manifest["scores"]) == SCORE_NAMES


def test_every_message_has_a_score_by_an_encoder_that_had_not_seen_its_batch(texts: list[str]) -> None:
    table = load_table()
    assert np.isfinite(table.scores[table.of(texts)]).all()  # A text that the table lacks is refused.


def test_its_vectors_are_those_it_had_when_it_was_made(texts: list[str]) -> None:
    texts = texts[::300]
    with np.load(shipped_encoder().folder / VECTORS_FILE) as kept:
        known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    made = np.stack([known[text_key(text)] for text in texts]).astype(float) / VECTOR_STEPS
    now = shipped_encoder().run(texts).vectors
    cosines = (made * now).sum(axis=1) / np.linalg.norm(made, axis=1) / np.linalg.norm(now, axis=1)
    assert cosines.min() >= 0.998


def test_a_text_gets_the_same_scores_alone_as_among_others() -> None:
    together = Encoder().run(TEXTS)
    alone = [Encoder().run([text]) for text in TEXTS]
    assert together.scores.shape == (len(TEXTS), N_SCORES)
    assert np.array_equal(together.scores, np.concatenate([each.scores for each in alone]))
    assert np.array_equal(together.vectors, np.concatenate([each.vectors for each in alone]))


def test_vectors_have_length_one() -> None:
    assert np.allclose(np.linalg.norm(shipped_encoder().run(TEXTS).vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows() -> None:
    assert shipped_encoder().run([]).scores.shape == (0, N_SCORES)


@pytest.mark.parametrize("text", TEXTS[:5])
def test_what_the_pieces_add_is_the_score(text: str) -> None:
    encoder = Encoder()
    added = encoder.pieces(text).scores.sum(axis=0)
    ends = encoder._run_one(text)[0].added[[0, -1]].sum(axis=0)  # [CLS] and [SEP]
    assert np.allclose(added + ends + encoder._bias, encoder.run([text]).scores[0], atol=1e-4)


def test_a_piece_is_a_whole_word_of_the_text() -> None:
    text = "Your plasterer never turned up."
    pieces = shipped_encoder().pieces(text)
    words = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert words == ["Your", "plasterer", "never", "turned", "up", "."]


def test_a_long_text_is_read_at_both_ends() -> None:
    kept = shortened(range(1000))
    assert len(kept) == HEAD + TAIL
    assert (kept[0], kept[-1]) == (0, 999)
    assert shortened(range(50)) == list(range(50))


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE])
def test_a_changed_file_is_refused_before_it_is_opened(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"something else")
    with pytest.raises(EncoderRefused, match=f"{name} is not the one"):
        Encoder(copied).run(["hello there"])


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE, MANIFEST_FILE])
def test_a_missing_file_is_refused(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(EncoderRefused, match="cannot be read"):
        Encoder(copied).run(["hello there"])


def test_it_is_pickled_without_its_session(copied: Path) -> None:
    encoder = Encoder(copied)
    before = encoder.run(["hello there"]).scores
    kept = pickle.dumps(encoder)
    assert len(kept) < 2000
    assert np.array_equal(pickle.loads(kept).run(["hello there"]).scores, before)  # noqa: S301 - our own pickle


def test_the_manifest_says_what_it_was_trained_on() -> None:
    manifest = json.loads((shipped_encoder().folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    assert {"trained_on", "texts_sha256", "recipe", "sha256", "bias", "scores"} <= set(manifest)
