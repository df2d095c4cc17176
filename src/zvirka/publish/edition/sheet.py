"""The tables of an edition as one spreadsheet (Office Open XML, ECMA-376), a sheet each. Cells are numbers or texts; none is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from zvirka.publish.edition.archive import zipped
from zvirka.publish.visible import visible

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CELL = 32_767
"""Characters a cell may hold (ECMA-376; Excel's limit)."""


def workbook(tables: Mapping[str, str]) -> bytes:
    """A workbook of sheets (`sheet`): {name of the sheet: its XML}."""
    names = list(tables)
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
    }
    for n, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = tables[name]
    return zipped((path, (_HEAD + text).encode("utf-8", "backslashreplace")) for path, text in parts.items())


def sheet(rows: Iterable[str]) -> str:
    """A sheet of rows (`row`), the first of which names the columns."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def row(values: Sequence[str | float | None]) -> str:
    """A row of numbers and texts. What is longer than a cell ends with "…"."""
    return f"<row>{''.join(map(_cell, values))}</row>"


def _cell(value: str | float | None) -> str:
    if value is None:
        return "<c/>"
    if not isinstance(value, str):
        return f"<c><v>{value!r}</v></c>"
    words = value if value.isascii() and value.isprintable() else visible(value)
    words = words if len(words) <= CELL else words[: CELL - 1] + "…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'
