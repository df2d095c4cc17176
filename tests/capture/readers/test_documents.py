"""PDF, Word and OpenDocument texts."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from tests.capture.readers import samples
from tests.capture.readers.samples import RUSSIAN, SENTINEL, UKRAINIAN
from zvirka.capture import sniff
from zvirka.capture.readers.office import read_docx, read_odt
from zvirka.capture.readers.paragraphs import joined
from zvirka.capture.readers.pdf import MOST_PAGES, read_pdf
from zvirka.model.errors import FormatError, InputError

WIDE = "The council said on Monday that both banks of the river were held by"
PAGES = [[WIDE, "its own people again.", UKRAINIAN], [RUSSIAN], [SENTINEL]]


def one(output: dict[str, Any]) -> dict[str, Any]:
    (report,) = output["reports"]
    return dict(report)


def said(read: Any, data: bytes) -> str:
    """What a reader says of a file, in its notes or its error."""
    try:
        return " ".join(note["message"] for note in read(data)["notes"])
    except InputError as error:
        return error.problem


def kind(data: bytes) -> str:
    return sniff(data[:65_536], len(data)).media


def test_a_pdf_is_one_text_with_its_pages_marked_at_their_exact_offsets() -> None:
    data = samples.pdf(PAGES)
    report = one(read_pdf(data))
    assert kind(data) == "pdf"
    assert report["text"].endswith(SENTINEL)
    pages = [report["text"][at:] for at, _ in report["marks"]]
    assert [page.split("\n")[0] for page in pages] == [f"{WIDE} its own people again.", RUSSIAN, SENTINEL]
    assert [name for _, name in report["marks"]] == ["page 1", "page 2", "page 3"]


def test_lines_before_the_first_of_a_pdf_do_not_hide_it() -> None:
    data = b"Content-type: application/pdf\r\n\r\n" + samples.pdf(PAGES)
    assert kind(data) == "pdf"
    assert one(read_pdf(data))["text"].endswith(SENTINEL)
    assert kind(b"A note on files that begin with\n%PDF-1.7\nand go on in words.") == "text"


def test_a_scan_is_not_read_and_said_to_be_one() -> None:
    output = read_pdf(samples.pdf([["1"], ["2"]], scanned=(1, 2)))
    assert output["reports"] == []
    assert [(note["code"], "scan" in note["message"]) for note in output["notes"]] == [("not_read", True)]


def test_scanned_pages_among_others_are_named() -> None:
    output = read_pdf(samples.pdf([[UKRAINIAN], ["2"], [SENTINEL]], scanned=(2,)))
    assert one(output)["marks"][1][1] == "page 3"
    assert [note["message"][-2:] for note in output["notes"]] == [" 2"]


def test_an_encrypted_pdf_is_said_to_be_so() -> None:
    with pytest.raises(InputError, match="encrypted"):
        read_pdf(samples.pdf(PAGES, encrypted=True))


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99])
def test_of_a_pdf_that_is_cut_the_end_is_found_or_its_absence_reported(share: float) -> None:
    data = samples.pdf(PAGES)
    assert "cut" in said(read_pdf, data[: int(len(data) * share)])


def test_pages_over_the_limit_are_said_with_their_number() -> None:
    output = read_pdf(samples.pdf([[f"Page number {n} of a very long list."] for n in range(MOST_PAGES + 3)]))
    assert len(one(output)["marks"]) == MOST_PAGES
    assert [(note["place"], note["count"]) for note in output["notes"]] == [(f"from page {MOST_PAGES + 1}", 3)]


def test_lines_that_a_page_broke_are_joined_and_others_stay() -> None:
    lines = [
        "Heading",
        "",
        "Troops crossed the river near the old mill and coun-",
        "terattacked. A second force",
        "- item one",
        "- item two",
    ]
    assert joined(lines) == [
        "Heading",
        "Troops crossed the river near the old mill and counterattacked. A second force",
        "- item one",
        "- item two",
    ]


def test_narrow_columns_and_boxes_beside_wide_lines_are_joined_before_small_letters() -> None:
    wide = "The council of the hill villages said on Tuesday that the ford below the mill was open to all."
    columns = [
        "Soldiers went through the wood",
        "before dawn, and nobody in the",
        "village slept.",
        "They left at noon, one of",
        "the men there said.",
    ]
    cells = ["Town", "Retaken", "Balakliia", "8 September", "tanks", "guns"]
    assert joined([wide, *columns, wide, *cells]) == [
        wide,
        "Soldiers went through the wood before dawn, and nobody in the village slept.",
        "They left at noon, one of the men there said.",
        wide,
        *cells,
    ]


def test_numbers_of_footnotes_are_taken_off_the_words_they_are_glued_to() -> None:
    page = [
        "The office counted1 some 300 trucks, 12 of them new, by route2.",
        "They hold 30 km2 with BM21 and Su25 and COVID19.",
        "1 Stabilised ground only.",
        *("2 September is meant.", "19 trucks came.", "21 men.", "25 more."),
        SENTINEL,
    ]
    words = one(read_pdf(samples.pdf([page])))["text"]
    assert "counted some 300 trucks, 12 of them new, by route." in words
    assert "They hold 30 km2 with BM21 and Su25 and COVID19." in words
    assert "1 Stabilised" in words


def test_signs_of_symbol_fonts_before_an_item_are_bullets() -> None:
    pages = [["The list of the council is short, and here it is:", "\uf095 Balakliia", "\uf0b7 Kupiansk", SENTINEL]]
    lines = one(read_pdf(samples.pdf(pages)))["text"].split("\n")
    assert lines[1:3] == ["• Balakliia", "• Kupiansk"]


def test_running_heads_stay_once_and_sentences_go_on_over_pages() -> None:
    pages = [
        ["Daily report", f"{WIDE} their own", "people"],
        ["Daily report", f"again, says page {SENTINEL}"],
        ["Daily report", SENTINEL],
    ]
    numbered = [[*page, str(number)] for number, page in enumerate(pages, start=1)]
    report = one(read_pdf(samples.pdf(numbered)))
    assert report["text"] == f"Daily report\n{WIDE} their own people again, says page {SENTINEL}\n\n{SENTINEL}"
    assert [report["text"][at:].split(" ")[0] for at, _ in report["marks"]] == ["Daily", "again,", "The"]


def test_numbers_that_do_not_count_the_pages_are_kept() -> None:
    pages = [[f"Lost by day {number * number}", SENTINEL, f"of {number * 7}"] for number in range(2, 9)]
    text = one(read_pdf(samples.pdf(pages)))["text"]
    assert all(f"day {number * number}\n" in text and f"of {number * 7}" in text for number in range(2, 9))


def test_a_word_document_gives_header_paragraphs_tables_and_footnotes_in_order() -> None:
    body = [
        samples.word_paragraph(UKRAINIAN),
        samples.word_table([["Date", "Lost"], ["12.09", "3"]]),
        samples.word_paragraph(SENTINEL),
    ]
    data = samples.docx(body, header="Daily report", footnote="By our own count.")
    assert kind(data) == "docx"
    assert one(read_docx(data))["text"].split("\n") == [
        "Daily report",
        UKRAINIAN,
        "Date\tLost",
        "12.09\t3",
        SENTINEL,
        "By our own count.",
    ]


def test_deletions_under_revision_and_second_forms_are_left_out() -> None:
    gone = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    deleted = f"<w:p><w:r><w:t>kept </w:t></w:r>{gone}<w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    mc = 'xmlns:mc="m"'
    forms = "<mc:Choice><w:t>boxed</w:t></mc:Choice><mc:Fallback><w:t>boxed</w:t></mc:Fallback>"
    box = f"<w:p><mc:AlternateContent {mc}>{forms}</mc:AlternateContent></w:p>"
    assert one(read_docx(samples.docx([deleted, box])))["text"] == "kept new\nboxed"


def test_a_table_in_a_table_stays_in_its_cell() -> None:
    inner = samples.word_table([["a", "b"]])
    outer = f"<w:tbl><w:tr><w:tc>{samples.word_paragraph('left')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert one(read_docx(samples.docx([outer])))["text"] == "left\ta b"


def test_an_open_document_gives_header_headings_spaces_tables_and_notes() -> None:
    body = (
        f"<text:h>Report</text:h><text:p>{UKRAINIAN}</text:p><text:p>one<text:s text:c='2'/><text:span>two</text:span>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
        "</text:note> three</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>"
        f"</table:table-cell></table:table-row></table:table><text:p>{SENTINEL}</text:p>"
    )
    data = samples.odt(body, header="Head")
    assert kind(data) == "odt"
    lines = ["Head", "Report", UKRAINIAN, "one  two three", "A note.", "a\tb", SENTINEL]
    assert one(read_odt(data))["text"].split("\n") == lines


@pytest.mark.parametrize("read", [read_docx, read_odt])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_document_that_is_cut_ends_with_an_error_that_says_so(read: Any, share: float) -> None:
    data = (
        samples.docx([samples.word_paragraph(SENTINEL)])
        if read is read_docx
        else samples.odt(f"<text:p>{SENTINEL}</text:p>")
    )
    with pytest.raises(FormatError, match="cut or damaged"):
        read(data[: int(len(data) * share)])


def test_a_document_type_declaration_is_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(FormatError, match="DTD"):
        read_docx(samples.docx([samples.word_paragraph("x")], prologue=bomb))


def test_a_part_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(FormatError, match="too large"):
        read_docx(samples.docx(["<w:p/>" * 1_000_000]))


def test_a_document_of_any_depth_is_read() -> None:
    deep = "<w:ins>" * 20_000 + f"<w:p><w:r><w:t>{SENTINEL}</w:t></w:r></w:p>" + "</w:ins>" * 20_000
    assert one(read_docx(samples.docx([deep])))["text"] == SENTINEL


def test_an_archive_that_holds_word_documents_is_no_word_document() -> None:
    data = samples.zipped({"a.docx": samples.docx([samples.word_paragraph("x")])}, stored=True)
    assert kind(data) == "archive"
    assert kind(samples.zipped({"word/notes.txt": b"x"})) == "archive"


def test_a_package_without_a_document_is_said_to_be_none() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        packed.writestr("word/other.xml", "<x/>")
    with pytest.raises(FormatError, match="no Word document"):
        read_docx(sink.getvalue())


@pytest.mark.parametrize("filter_", [b"/FlateDecoda", b"/Fl         "])
def test_a_page_in_a_coding_that_nobody_knows_takes_no_other_with_it(filter_: bytes) -> None:
    data = samples.pdf([[WIDE], [SENTINEL]])
    places = [place for place in range(len(data)) if data.startswith(b"/FlateDecode", place)]
    read = []
    for place in places:
        output = read_pdf(data[:place] + filter_ + data[place + 12 :])
        assert output["reports"] or output["notes"]
        read += [report["text"] for report in output["reports"]]
    assert any(SENTINEL in text and WIDE not in text for text in read)


def test_a_package_that_lies_about_its_places_is_said_to_be_damaged() -> None:
    data = samples.docx([samples.word_paragraph(SENTINEL)])
    at = data.rfind(b"PK\x01\x02")
    for place, number in ((42, b"\xff\xff\xff\x7f"), (6, b"\xff\x00")):
        changed = bytearray(data)
        for central in (at, data.find(b"PK\x01\x02")):
            changed[central + place : central + place + len(number)] = number
        with pytest.raises(FormatError, match="damaged"):
            read_docx(bytes(changed))
