"""What is a date, whoever asks."""

from pathlib import Path

import pytest

from kgraph import isodate
from kgraph.checking import check
from kgraph.model import Document
from kgraph.store import Store
from kgraph.upkeep import refresh
from tests import claims as c


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-10-09", "day"), ("2024-10", "month"), ("2024", "year"), ("0476-09-04", "day"), ("2024-02-29", "day"),
        ("2023-02-29", None), ("2024-13", None), ("2024-1", None), ("20241009", None), ("", None), ("٢٠٢٤", None),
        ("2024-10-09\n", None), ("0000", None), ("0001-01-01", None), ("9999-12-31", None), ("9998-12-31", "day"),
    ],
)  # fmt: skip
def test_days_months_and_years(text: str, kind: str | None) -> None:
    """They are those of the calendar, written out; the years at its ends, which have nothing beyond, are none."""
    assert isodate.kind(text) == kind
    assert isodate.is_date(text) == (kind is not None)
    assert isodate.is_day(text) == (kind == "day")


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12", "0001-01-01", "0000-05-05", "2024-02-30", "soon"])
def test_a_date_that_is_none_harms_no_store(tmp_path: Path, day: str) -> None:
    """A document and its claims that bear one count as undated, and the store goes on."""
    (document, claims), others = c.CORPUS[0], c.CORPUS[1:]
    odd = Document(**{field: getattr(document, field) for field in ("id", "text", "source")}, date=day)
    with Store(tmp_path / "store", create=True) as store:
        store.add(odd, claims)
        refresh(store)
        for other, told in others:
            store.add(other, told)
        refresh(store)
        assert check(store).faults == []
