"""Whatever stands in a report, an edition's workbook is one that opens: well-formed XML, cells that are texts or numbers."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest

from tests.hostile.forms import whole
from tests.hostile.strings import STRINGS
from zvirka.publish.edition.sheet import row, sheet, workbook


@pytest.mark.parametrize("name", STRINGS)
def test_a_workbook_opens_and_its_cells_are_texts(name: str) -> None:
    words = whole(STRINGS[name])
    with zipfile.ZipFile(io.BytesIO(workbook({"items": sheet([row(["words"]), row([words])])}))) as packed:
        parts = {part: ElementTree.fromstring(packed.read(part)) for part in packed.namelist()}
    cells = [cell for part in parts.values() for cell in part.iter() if cell.tag.endswith("}c")]
    assert len(cells) == 2
    assert all(cell.get("t") == "inlineStr" and not any(each.tag.endswith("}f") for each in cell) for cell in cells)
