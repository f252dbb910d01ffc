"""Tables that officials fill in: taken away, filled, brought back; and files that mean harm."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from config import i18n
from config.limits import ENTRY_BYTES, ENTRY_ROWS
from config.policy import User
from data.entry import proposals, sheet
from data.entry.desks import desk_of
from data.entry.proposals import EntryError
from data.entry.sheet import COLUMNS, bring, find_batch, own_lines, read_sheet
from data.store import Store
from reports.entry_template import Wanted, template
from tests.entry_world import AIGUL, BERIK, CITY, EDUCATION, HEALTH, filled

COVER, PISA, SEATS = "plan-051a|almaty|", "plan-052|almaty|", "plan-049|almaty|"
PLACE = {name: number for number, name in enumerate(COLUMNS, 1)}
HEADS = [i18n.t("en", f"entry.column.{name}") for name in COLUMNS]


def taken(store: Store, lang: i18n.Lang = "ru", kind: str = "fact", period: str = "2022") -> bytes:
    desk = desk_of(store.city, EDUCATION)
    assert desk is not None
    with store.read() as conn:
        return template(store.city, own_lines(conn, store, AIGUL, desk), Wanted(lang, "Body", kind, period))


def cells(**given: object) -> dict[str, object]:
    return {str(PLACE[name]): value for name, value in given.items()}


def workbook(path: Path, rows: list[list[object]], heads: list[str] = HEADS) -> Path:
    book = openpyxl.Workbook()
    for row in [heads, *rows]:
        book.active.append(row)
    book.save(path)
    return path


def row(line: str = COVER, period: str = "2022", value: object = 93, reason: str = "", unit: str = "%") -> list[object]:
    return [line, "name", "Almaty", "", unit, "fact", period, "", "", value, reason]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R140_the_template_lists_the_series_with_their_last_values(plan: Store, lang: i18n.Lang) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken(plan, lang)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(rows[0]) == [i18n.t(lang, f"entry.column.{name}") for name in COLUMNS]
    named = {found[0]: dict(zip(COLUMNS, found, strict=True)) for found in rows[1:]}
    cover = named[COVER]
    assert (cover["previous_period"], cover["previous"], cover["value"], cover["unit"]) == ("2019", 87, None, "%")
    assert cover["period"] == "2022"
    # Text, or a program of tables would make a day of 2024-05.
    assert {book.worksheets[0].cell(at, PLACE["period"]).number_format for at in range(2, len(rows) + 1)} == {"@"}
    assert cover["kind"] == i18n.t(lang, "indicators.kind.fact")
    assert not any(cell.data_type == "f" for found in book.worksheets[0].iter_rows() for cell in found)
    assert book.worksheets[0].protection.sheet


def test_R140_a_filled_template_becomes_drafts_that_are_sent_together(plan: Store, tmp_path: Path) -> None:
    path = filled(taken(plan), tmp_path / "a.xlsx", {
        COVER: cells(value=93.125), PISA: cells(value="75,1"), SEATS: cells(value=301, reason="", period="2021"),
    })  # fmt: skip
    number = bring(plan, AIGUL, EDUCATION, path, "a.xlsx")
    assert bring(plan, AIGUL, EDUCATION, path, "again.xlsx") == number
    with plan.read() as conn:
        found, drafts = find_batch(conn, AIGUL, number), proposals.drafts_of(conn, AIGUL, number)
        assert find_batch(conn, BERIK, number) is None
    assert found is not None
    assert (found.rows_read, sorted(one.value for one in drafts)) == (3, [75.1, 93.125])
    (bad,) = found.refused
    # 301 beside 30.9 of the year before looks like a slipped point, and no reason was given.
    assert (bad.line, [one.key for one in bad.findings]) == (SEATS, ["scale"])
    assert proposals.send(plan, AIGUL, [one.id for one in drafts]) == {}
    with plan.read() as conn:
        assert {one.state for one in proposals.mine(conn, AIGUL)[0]} == {"proposed"}


def test_what_is_wrong_with_rows_is_told_row_by_row(plan: Store, tmp_path: Path) -> None:
    rows = [
        row(), row(value=94), row(period="2030"), row(line="plan-001|almaty|"), row(line=PISA, unit="чел."),
        row(line=PISA, value="=1+1"), row(line=PISA, value="high"), row(period="2019", value=88), row(value=""),
        row(line=PISA, value="75,125"),
    ]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", rows)
    number = bring(plan, AIGUL, EDUCATION, path, "a.xlsx")
    with plan.read() as conn:
        found = find_batch(conn, AIGUL, number)
        assert [one.value for one in proposals.drafts_of(conn, AIGUL, number)] == [93.0]
    assert [(one.no, [each.key for each in one.findings]) for one in found.refused] == [
        (3, ["twice"]), (4, ["future"]), (5, ["line"]), (6, ["unit"]), (7, ["formula"]), (8, ["number", "twice"]),
        (9, ["correction"]), (11, ["two_ways", "twice"]),
    ]  # fmt: skip


@pytest.mark.parametrize("user", [HEALTH, CITY], ids=lambda user: str(user.name))
def test_R026_nobody_brings_a_table_to_another_desk(plan: Store, tmp_path: Path, user: User) -> None:
    path = workbook(tmp_path / "a.xlsx", [row()])
    with pytest.raises(EntryError, match="not_yours"):
        bring(plan, user, EDUCATION, path, "a.xlsx")
    with pytest.raises(EntryError, match="not_yours"):
        bring(plan, AIGUL, "nobody", path, "a.xlsx")


def hostile(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files that are none, lie, or are too much, with the answer each gets."""
    yield "file", made(folder / "text.xlsx", b"line;value\n1;2\n")
    yield "file", made(folder / "empty.xlsx", b"")
    yield "file", made(folder / "cut.xlsx", workbook(folder / "whole.xlsx", [row()]).read_bytes()[:900])
    with zipfile.ZipFile(folder / "zip.xlsx", "w") as archive:
        archive.writestr("a.txt", "not a workbook")
    yield "file", folder / "zip.xlsx"
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    yield "big", folder / "bomb.xlsx"
    yield "big", made(folder / "heavy.xlsx", b"PK" + b"0" * ENTRY_BYTES)
    yield "template", workbook(folder / "other.xlsx", [["a", "b"]], ["x", "y"])
    yield "nothing", workbook(folder / "blank.xlsx", [])
    yield "nothing", workbook(folder / "no-value.xlsx", [row(value="")])
    yield "rows", long_book(folder / "rows.xlsx", ENTRY_ROWS + 1, 1)
    yield "rows", long_book(folder / "blank-rows.xlsx", 100_000, None)


def made(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def long_book(path: Path, count: int, value: int | None) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADS)
        for at in range(1, count + 1):
            page.write_row(at, 0, [COVER, "", "", "", "", "fact", "2022", "", "", value or ""])
    return path


def test_R140_hostile_files_are_answered_by_a_sentence(tmp_path: Path) -> None:
    for expected, path in hostile(tmp_path):
        with pytest.raises(EntryError) as error:
            read_sheet(path)
        assert (path.name, error.value.key) == (path.name, expected)
        assert i18n.has("kk", f"entry.failed.{expected}")
        held = [fd for fd in Path("/proc/self/fd").iterdir() if fd.exists() and fd.resolve() == path]
        assert expected == "file" or held == [], path.name


def test_a_formula_anywhere_in_a_row_is_refused_whatever_it_would_give(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [row(reason='=HYPERLINK("http://x","y")'), row(period="=A1")])
    assert [one.formula for one in read_sheet(path)] == [True, True]


def test_numbers_and_days_of_cells_are_read_as_typed() -> None:
    assert [sheet._text(value) for value in (93, 93.4, 0.00001, 1234567.0, True, None)] == [
        "93", "93.4", "0.00001", "1234567", "True", "",
    ]  # fmt: skip
