"""kgraph reads diplomatic news and builds a graph you can cite.

>>> from kgraph import Graph, extract, read  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.api import Graph, extract, read

__all__ = ["Graph", "extract", "read"]


def __getattr__(name: str) -> Any:
    """The public names, loaded at first use so that importing kgraph costs nothing."""
    if name in __all__:
        from kgraph import api

        return getattr(api, name)
    raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
