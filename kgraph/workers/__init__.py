"""Texts worked out by several processes, here or on a cluster, and taken back in the order they were given.

A crew takes batches of documents and gives back their claims; it is plain values that travel, never a model or a store.
"""

from kgraph.workers.batches import Batch, batches
from kgraph.workers.hiring import cores
from kgraph.workers.line import Worked, worked
from kgraph.workers.task import claims_of, nquads

__all__ = ["Batch", "Worked", "batches", "claims_of", "cores", "nquads", "worked"]
