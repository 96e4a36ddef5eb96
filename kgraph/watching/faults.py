"""What is wrong, told once until it changes: who watches for weeks would overlook what is new among the old."""

from collections.abc import Iterable, Iterator, Sequence

from kgraph.errors import KgraphError


class Faults:
    """What is wrong just now, and with whom."""

    def __init__(self) -> None:
        self._now: dict[str, str] = {}
        self._told: dict[str, str] = {}

    def note(self, who: str, faults: Sequence[KgraphError] = ()) -> None:
        """What is wrong with ``who``: the first fault in its words, and how many others there are."""
        self._now.pop(who, None)
        if faults:
            more = f" (and {len(faults) - 1} more there)" if len(faults) > 1 else ""
            self._now[who] = f"{faults[0]}{more}"

    def keep(self, names: Iterable[str]) -> None:
        """Forget whoever is not among ``names``."""
        wanted = set(names)
        for faults in (self._now, self._told):
            for who in faults.keys() - wanted:
                del faults[who]

    def __iter__(self) -> Iterator[str]:
        """Who has faults."""
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    def news(self) -> tuple[str, ...]:
        """What has changed since the last call."""
        new = [text for who, text in self._now.items() if self._told.get(who) != text]
        well = [f"{who}: is well again" for who in self._told if who not in self._now]
        self._told = dict(self._now)
        return (*new, *well)
