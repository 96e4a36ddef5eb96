"""The command line: each command parses, makes one library call and shows what came back."""

from kgraph.cli.app import main

__all__ = ["main"]
