"""Orders of the codes of a codebook in which neighbours sound alike."""

import numpy as np
from numpy.typing import NDArray

NEARLY_ALL = 0.95
"""Quantile of norms that stands for the longest vector, so that a few long ones do not make all others look alike."""


def order(codebooks: NDArray[np.float32]) -> NDArray[np.int64]:
    """The codes of each codebook [level, code, dim] in order of similarity: [level, place].

    Greedy nearest-neighbour tour, from the code farthest from the mean on. On the starter model's Structure the next
    code is half as far as in the order along the first principal component, and nearer on every level.
    """
    levels, size, _ = codebooks.shape
    level = np.arange(levels)
    distances = _distances(codebooks)
    code = np.linalg.norm(codebooks - codebooks.mean(axis=1, keepdims=True), axis=-1).argmax(axis=-1)
    visited = [code]
    for _ in range(size - 1):
        distances[level, :, code] = np.inf
        code = distances[level, code].argmin(axis=-1)
        visited.append(code)
    return np.stack(visited, axis=1)


def _distances(codebooks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distances [level, code, code] between vectors: |a|² + |b|² - 2ab as one product of matrices, in 32 bits.

    As ``torch.cdist`` computes them: of codes almost equally near, rounding decides which comes first, and journals
    refer to the order.
    """
    squares = np.square(codebooks).sum(axis=-1, keepdims=True)
    ones = np.ones_like(squares)
    first = np.concatenate([-2 * codebooks, squares, ones], axis=-1)
    second = np.concatenate([codebooks, ones, squares], axis=-1)
    return np.sqrt(np.maximum(first @ second.transpose(0, 2, 1), 0))


def shares(codebooks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Norms [level, code] of the vectors of codebooks [level, code, dim], relative to their 95th percentile, 0 to 1."""
    norms = np.linalg.norm(codebooks, axis=-1)
    return np.minimum(norms / max(np.quantile(norms, NEARLY_ALL), 1e-9), 1).astype(np.float32)


def places(order: NDArray[np.int64]) -> NDArray[np.float32]:
    """Position [level, code] of each code in an ``order`` [level, place], scaled to 0…1."""
    return (order.argsort(axis=1) / max(1, order.shape[1] - 1)).astype(np.float32)
