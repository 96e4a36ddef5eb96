"""The knowledge that comes with kgraph, as files: actors, lexicon, ontology, sample dispatches."""
