"""The graph over HTTP: a SPARQL 1.1 Protocol endpoint and the explorer. Needs the ``web`` extra."""
