"""The explorer: pages on a graph for people who would rather look than read. Pages hold no logic."""
