"""One happening, many reports: which claims tell of one event, and what is told between two sides in all."""

from kgraph.happenings.settle import settle

__all__ = ["settle"]
