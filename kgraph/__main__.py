"""``python -m kgraph`` is the command line."""

from kgraph.cli import main

main()
