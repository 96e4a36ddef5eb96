"""One happening, many reports: which claims tell of one event, and what is told between two sides in all."""

from kgraph.happenings.settling import settle

__all__ = ["settle"]
