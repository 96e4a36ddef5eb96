"""The packaged SPARQL queries."""
