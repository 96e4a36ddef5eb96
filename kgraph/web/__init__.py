"""The graph over HTTP: a SPARQL 1.1 Protocol endpoint and a plain page to ask it. Needs the ``web`` extra."""
