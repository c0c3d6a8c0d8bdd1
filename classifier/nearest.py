"""The nearest of many vectors, found without reading them all.

The vectors of a fine-tuned encoder lie near a few directions. What lies along those is compared first; by how much the
rest could add at most is known from its length (Cauchy and Schwarz), so that only the vectors that could be among the
nearest are compared whole. What is found is what comparing all would find.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 112
AT_FIRST = 64  # How many are compared whole before it is asked which others could be nearer.
AT_A_TIME = 2_000  # vectors in full at once: in full they take four times their room.
ROUNDING = 1e-4  # What sums of numbers of single precision can be off by.


class Nearest:
    """The vectors among which the nearest are found.

    vectors : whole numbers, int8 array (n, width); divided by `steps` they have about length 1.
    """

    def __init__(self, vectors: NDArray[np.int8], steps: int) -> None:
        self._vectors, self._steps = vectors, np.float32(steps)
        pieces = [slice(first, first + AT_A_TIME) for first in range(0, len(vectors), AT_A_TIME)]
        together = sum(whole.T @ whole for whole in (self._whole(vectors[piece]) for piece in pieces))
        _, directions = np.linalg.eigh(together)  # The strongest are the last.
        self._directions = np.ascontiguousarray(directions[:, -DIRECTIONS:])
        self._along = np.empty((len(vectors), self._directions.shape[1]), dtype=np.float32)
        self._beside = np.empty(len(vectors), dtype=np.float32)
        for piece in pieces:
            whole = self._whole(vectors[piece])
            along = np.matmul(whole, self._directions, out=self._along[piece])
            rest = np.square(whole).sum(axis=1) - np.square(along).sum(axis=1)
            self._beside[piece] = np.sqrt(np.maximum(rest, 0.0))

    def _whole(self, vectors: NDArray[np.int8]) -> NDArray[np.float32]:
        return np.asarray(vectors.astype(np.float32) / self._steps)

    def find(self, vectors: NDArray[np.float32], most: int) -> list[tuple[NDArray[np.intp], NDArray[np.float32]]]:
        """Return, for each of `vectors` (n, width), the rows of the `most` with the largest products, and the products.

        Of several together they are found sooner than one by one: what is kept is read once.
        """
        along = vectors @ self._directions
        beside = np.sqrt(np.maximum(np.square(vectors).sum(axis=1) - np.square(along).sum(axis=1), 0.0))
        could_be = along @ self._along.T
        could_be += beside[:, None] * self._beside
        could_be += np.float32(ROUNDING)
        return [self._among(each, vector, most) for each, vector in zip(could_be, vectors, strict=True)]

    def _among(
        self, could_be: NDArray[np.float32], vector: NDArray[np.float32], most: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the nearest of one vector, given what its product with each row could be at most."""
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
