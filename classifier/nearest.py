"""The nearest of many vectors, found without reading them all.

The vectors of a fine-tuned encoder lie near a few directions. What lies along those is compared first; by how much the
rest could add at most is known from its length (Cauchy and Schwarz), so that only the vectors that could be among the
nearest are compared whole. What is found is what comparing all would find.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 64
AT_FIRST = 64  # How many are compared whole before it is asked which others could be nearer.
ROUNDING = 1e-4  # What sums of numbers of single precision can be off by.


class Nearest:
    """The vectors among which the nearest are found.

    vectors : whole numbers, int8 array (n, width); divided by `steps` they have about length 1.
    """

    def __init__(self, vectors: NDArray[np.int8], steps: int) -> None:
        self._vectors, self._steps = vectors, np.float32(steps)
        whole = vectors.astype(np.float32) / self._steps
        _, directions = np.linalg.eigh(whole.T @ whole)  # The strongest are the last.
        self._directions = np.ascontiguousarray(directions[:, -DIRECTIONS:])
        self._along = whole @ self._directions
        rest = np.square(whole).sum(axis=1) - np.square(self._along).sum(axis=1)
        self._beside = np.sqrt(np.maximum(rest, 0.0))

    def find(self, vector: NDArray[np.float32], most: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the rows of the `most` vectors whose products with `vector` (width,) are largest, and the products."""
        along = vector @ self._directions
        beside = np.sqrt(max(float(vector @ vector - along @ along), 0.0))
        could_be = self._along @ along + self._beside * np.float32(beside) + np.float32(ROUNDING)
        rows = np.argpartition(-could_be, min(AT_FIRST, len(could_be)) - 1)[:AT_FIRST]
        products = self._products(rows, vector)
        least = np.sort(products)[-most] if len(products) >= most else np.finfo(np.float32).min
        could_be[rows] = -np.inf
        others = np.flatnonzero(could_be >= least)
        rows, products = np.append(rows, others), np.append(products, self._products(others, vector))
        first = np.lexsort((rows, -products))[:most]
        return rows[first], products[first]

    def _products(self, rows: NDArray[np.intp], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray((self._vectors[rows].astype(np.float32) @ vector) / self._steps)
