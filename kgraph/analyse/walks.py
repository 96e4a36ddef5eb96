"""Balance over closed walks of every length, not of triads only.

Estrada and Benzi, "Walk-based measure of balance in signed networks" (2014): K = tr exp(A) / tr exp(|A|), with A the
signs of the ties. A closed walk of length k counts 1/k!; K is the share of balanced walks less that of unbalanced ones:
1 where the whole network is balanced, near 0 where enmities and friendships contradict each other everywhere.
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import eigsh

from kgraph.analyse.triads import adjacency

Vectors = NDArray[np.float64]
DENSE = 1_000  # actors; up to here all eigenvalues are worked out
TOP = 6  # eigenvalues worked out in larger networks
SAMPLES = 16
STEPS = 30  # of Lanczos: exp is smooth, so that a few times the square root of the spectrum is enough
SEED = 0


@dataclass(frozen=True, slots=True)
class Walks:
    """K and its standard error, which is 0 where K was worked out in full."""

    value: float
    error: float


def balance(graph: nx.Graph) -> Walks:
    """K of a network all of whose ties have a sign, and which has at least one.

    Up to 1,000 actors from all eigenvalues. Above, the largest eigenvalues, which rule the traces, are worked out, and
    the trace of the rest is estimated by stochastic Lanczos quadrature (Ubaru, Chen and Saad, "Fast estimation of
    tr(f(A)) via stochastic Lanczos quadrature", 2017) with 16 random vectors of fixed seed. Both traces are divided by
    e to the largest eigenvalue of |A|, which bounds that of A, so that nothing overflows.
    """
    signs = adjacency(graph).astype(np.float64)
    if len(graph) <= DENSE:
        values, plain = (np.linalg.eigvalsh(matrix.toarray()) for matrix in (signs, abs(signs)))
        return Walks(float(np.exp(values - plain[-1]).sum() / np.exp(plain - plain[-1]).sum()), 0.0)
    below, shift = _trace(abs(signs), None)
    above, _ = _trace(signs, shift)
    value = above.mean() / below.mean()
    # the same vectors serve both traces: what they share cancels (delta method)
    error = np.std(above - value * below, ddof=1) / below.mean() / SAMPLES**0.5
    return Walks(min(1.0, float(value)), float(error))  # chance alone may lead above


def _trace(matrix: sparse.csr_array, shift: float | None) -> tuple[Vectors, float]:
    """Estimates of tr exp(matrix - shift), one a random vector; the shift is the largest eigenvalue unless given."""
    size = matrix.shape[0]
    start = np.random.default_rng(SEED).standard_normal(size)
    top, basis = eigsh(matrix, k=TOP, which="LA", v0=start)
    moved = float(top.max()) if shift is None else shift
    vectors = np.random.default_rng(SEED + 1).choice((-1.0, 1.0), size=(size, SAMPLES))
    vectors -= basis @ (basis.T @ vectors)
    rest = (vectors**2).sum(axis=0) * _quadrature(matrix, basis, vectors, moved)
    return np.exp(top - moved).sum() + rest, moved


def _quadrature(matrix: sparse.csr_array, basis: Vectors, vectors: Vectors, shift: float) -> Vectors:
    """v' exp(matrix - shift) v / v'v for each column v, by Lanczos in the space across from ``basis``."""
    diagonal, beside = np.zeros((STEPS, SAMPLES)), np.zeros((STEPS, SAMPLES))
    before, now = np.zeros_like(vectors), vectors / np.linalg.norm(vectors, axis=0)
    for step in range(STEPS):
        following = matrix @ now - (beside[step - 1] * before if step else 0)
        diagonal[step] = (now * following).sum(axis=0)
        following -= diagonal[step] * now
        following -= basis @ (basis.T @ following)
        beside[step] = np.linalg.norm(following, axis=0)
        before, now = now, following / np.maximum(beside[step], np.finfo(float).tiny)
    rows = np.zeros((SAMPLES, STEPS, STEPS))
    at = np.arange(STEPS)
    rows[:, at, at] = diagonal.T
    rows[:, at[1:], at[:-1]] = rows[:, at[:-1], at[1:]] = beside[:-1].T
    values, parts = np.linalg.eigh(rows)
    return np.asarray((parts[:, 0, :] ** 2 * np.exp(values - shift)).sum(axis=1))
