"""``python -m kgraph`` is the command line."""

from kgraph.cli.app import main

main()
