"""What an explorer of the graph shows: plain data, worked out from a store, which knows no page and no browser."""
