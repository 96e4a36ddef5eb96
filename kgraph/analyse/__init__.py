"""Measures over the network of events: who matters, who sides with whom, what changes when."""

from kgraph.analyse.registry import MEASURES, Measure, Table

__all__ = ["MEASURES", "Measure", "Table"]
