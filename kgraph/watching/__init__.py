"""Keeping a store up to date with feeds: a round now and then, each of them ending whole whatever breaks.

Nothing is kept but the store and the visits (see ``kgraph.sources.visits``): a watch that was ended in any way goes on
where it was when it is started again.
"""

from kgraph.watching.loop import Round, Watch

__all__ = ["Round", "Watch"]
