"""Where the graph is kept: a folder of ours, or a SPARQL server."""

from kgraph.rdf import Term, text
from kgraph.store.base import Answer, Dataset, GraphStore, Outcome, Rows
from kgraph.store.embedded import MARKER, Store

__all__ = ["MARKER", "Answer", "Dataset", "GraphStore", "Outcome", "Rows", "Store", "Term", "text"]
