"""Options of AG Grid tables, made from plain data: no page, no browser. Cells are text, never markup."""

from typing import Any

from kgraph.explore.answers import Cell, Table

FEW = 12  # rows that are shown without a scroll bar of their own
_CAPITAL, _LETTER, _MARGIN = 10, 7.4, 40  # pixels
_NARROWEST, _WIDEST = 88, 440
# an element, not a string: AG Grid takes a renderer's string for markup
_LINK = """(cell) => {
  if (!cell.data.%(to)s) return document.createTextNode(cell.value ?? "");
  const link = document.createElement("a");
  link.href = cell.data.%(to)s;
  link.textContent = cell.value;
  return link;
}"""

Options = dict[str, Any]


def grid(table: Table) -> Options:
    """A sortable table of an answer."""
    columns = [_column(number, name, [row[number] for row in table.rows]) for number, name in enumerate(table.columns)]
    return {
        "columnDefs": columns,
        "rowData": [_row(row) for row in table.rows],
        "defaultColDef": {"sortable": True, "resizable": True, "cellDataType": False, "wrapText": True},
        "domLayout": "autoHeight" if len(table.rows) <= FEW else "normal",
        "ensureDomOrder": True, "enableCellTextSelection": True, "suppressFieldDotNotation": True,
    }  # fmt: skip


def _column(number: int, name: str, cells: list[Cell]) -> Options:
    width = max(map(_width, [name, *(str(one.value) for one in cells if one.value is not None)]))
    column: Options = {
        "headerName": name, "field": f"c{number}", "width": min(max(width, _NARROWEST), _WIDEST),
        "autoHeight": width > _WIDEST,
    }  # fmt: skip
    if any(isinstance(one.value, int | float) for one in cells):
        column["type"] = "rightAligned"
    if any(one.to for one in cells):
        column[":cellRenderer"] = _LINK % {"to": f"t{number}"}
    return column


def _width(text: str) -> int:
    """About the pixels that a text takes in a cell."""
    return round(sum(_CAPITAL if letter.isupper() else _LETTER for letter in text)) + _MARGIN


def _row(cells: tuple[Cell, ...]) -> Options:
    row: Options = {f"c{number}": one.value for number, one in enumerate(cells)}
    return row | {f"t{number}": one.to for number, one in enumerate(cells) if one.to}
