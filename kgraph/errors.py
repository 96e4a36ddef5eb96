"""Every error that kgraph raises on purpose: one sentence that names the thing and says what to do."""


class KgraphError(Exception):
    """A fault the user can mend. Its text is one sentence, fit to be printed as it is."""

    exit_code = 1


class SourceError(KgraphError):
    """A text could not be read: missing, empty, not text, too large, unreachable."""


class ModelError(KgraphError):
    """The language model is missing and could not be fetched."""


class TableError(KgraphError):
    """A user's table of actors is malformed, missing, or could not be fetched or kept."""


class StoreError(KgraphError):
    """The store is not ours, is in use by another process, or of a newer kgraph."""


class ClusterError(KgraphError):
    """Those who shall share the work are not there: no scheduler, no worker, no process that can begin, no library."""


class ServeError(KgraphError):
    """The server can't be started: a port that is taken, no token where one is needed, libraries that are missing."""


class QueryError(KgraphError):
    """A query is unknown, malformed, or was given parameters it does not take."""


class MisaskedError(QueryError):
    """A question that was not put as it must be: no such query, parameter or value."""

    exit_code = 2


class AmbiguousName(KgraphError):
    """A name that several actors share; the text lists them."""


class UnknownName(KgraphError):
    """A name that nobody bears; the text gives the nearest ones."""
