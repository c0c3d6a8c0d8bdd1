"""The nearest vectors are those that comparing all of them finds."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.cross_fitted import VECTOR_STEPS, VECTORS_FILE, in_steps
from classifier.features import shipped_encoder
from classifier.nearest import Nearest


@pytest.mark.parametrize("n", [1, 2, 3, 50, 3000])
def test_among_vectors_that_lie_anyhow(n: int) -> None:
    chance = np.random.default_rng(7)
    vectors = chance.normal(size=(n, 384)).astype(np.float32)
    kept = in_steps(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    for _ in range(20):
        vector = chance.normal(size=384).astype(np.float32)
        vector /= np.linalg.norm(vector)
        ((rows, products),) = Nearest(kept, VECTOR_STEPS).find(vector[None], 3)
        every = kept.astype(np.float32) @ vector / VECTOR_STEPS
        assert rows.tolist() == np.argsort(-every, kind="stable")[:3].tolist()
        assert np.allclose(products, np.sort(every)[::-1][:3], atol=1e-5)


def test_among_those_of_the_messages() -> None:
    with np.load(shipped_encoder().folder / VECTORS_FILE) as file:
        kept = file["vectors"]
    nearest = Nearest(kept, VECTOR_STEPS)
    whole = kept.astype(np.float32) / VECTOR_STEPS
    vectors = shipped_encoder().run(["the lift is out", "you never came back about it, again", "👍", "zzz"]).vectors
    for vector, (rows, products) in zip(vectors, nearest.find(vectors, 3), strict=True):
        every = whole @ vector
        assert np.allclose(products, np.sort(every)[::-1][:3], atol=1e-5)
        assert np.allclose(every[rows], products, atol=1e-5)
