"""Is a store whole, and what can be mended where it is not."""

from kgraph.checking.faults import Fault, Found
from kgraph.checking.folder import opened, put_marker
from kgraph.checking.mending import mend
from kgraph.checking.survey import check

__all__ = ["Fault", "Found", "check", "mend", "opened", "put_marker"]
