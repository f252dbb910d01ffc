"""Files that are looked into: headers found, columns suggested, hostile files refused in words and within memory."""

import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from config.city import Source
from config.policy import Role, User
from data.loading.pipeline import import_source
from data.loading.report import LoadError
from data.tables import uploads
from data.tables.fields import suggest, suggest_codes, suggest_factors
from data.tables.look import look
from layers import LAYERS
from tests.import_world import HEAD, ROWS, WISH, record, town, works, write_xlsx

OFFICIAL = User("official", Role.OFFICIAL)


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_the_header_under_a_title_is_found(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [(), HEAD, *ROWS], ("Реестр работ на 2026 год",))
    seen = look(path)
    assert (seen.header_row, [c.name for c in seen.columns]) == (3, list(HEAD))
    assert {c.name: c.looks for c in seen.columns}["Срок"] == "date"


def test_merged_and_repeated_headers_get_names_of_their_own(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Адрес", "Сумма", None, "Дата"])
    sheet.append([None, "план", "план", None])
    sheet.append(["Абая 1", 5, 6, "01.02.2026"])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    book.save(tmp_path / "m.xlsx")
    seen = look(tmp_path / "m.xlsx", header_row=2)
    assert [c.name for c in seen.columns] == ["Адрес", "план", "план (2)", "Дата"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_csv_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path / "a.csv", "Адрес;Вид работ\nАбая 5;ремонт\n", encoding)
    assert [c.name for c in look(path).columns] == ["Адрес", "Вид работ"]


def test_columns_are_suggested_in_three_languages_and_units(tmp_path: Path) -> None:
    layer = LAYERS["works"]
    found = suggest(layer, OFFICIAL, look(write_xlsx(tmp_path / "a.xlsx")).columns)
    assert found == {
        "key": "№", "name_ru": "Наименование", "kind": "Вид работ", "state": "Статус", "place": "Адрес",
        "cost_plan": "Сумма, млн тенге", "plan_end": "Срок",
    }  # fmt: skip
    assert suggest_factors(layer, found) == {"cost_plan": 1e6}
    kazakh = look(csv_file(tmp_path / "k.csv", "Атауы;Мекенжайы;Мердігер;Күйі\nа;б;в;г\n"))
    assert suggest(layer, OFFICIAL, kazakh.columns) == {
        "name_kk": "Атауы", "place": "Мекенжайы", "contractor": "Мердігер", "state": "Күйі",
    }  # fmt: skip
    english = look(csv_file(tmp_path / "e.csv", "Name,Address,Contractor,Latitude,Longitude\na,b,c,43.2,76.9\n"))
    assert suggest(layer, OFFICIAL, english.columns).items() >= {
        "place": "Address", "contractor": "Contractor", "lat": "Latitude", "lon": "Longitude",
    }.items()  # fmt: skip


def test_values_are_suggested_codes() -> None:
    values = ["Капитальный ремонт", "строительство", "көгалдандыру", "???"]
    found = suggest_codes(LAYERS["works"], "kind", values)
    assert found == {"Капитальный ремонт": "repair", "строительство": "building", "көгалдандыру": "planting"}


def test_the_fingerprint_hangs_on_names_and_order_only(tmp_path: Path) -> None:
    one = look(csv_file(tmp_path / "1.csv", "Адрес;Вид\nа;б\n")).fingerprint
    assert look(csv_file(tmp_path / "2.csv", "адрес,ВИД\nв,г\n")).fingerprint == one
    assert look(csv_file(tmp_path / "3.csv", "Вид;Адрес\nа;б\n")).fingerprint != one


def not_a_zip(path: Path) -> None:
    path.write_bytes(b"no workbook at all" * 100)


def zip_without_book(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2):
            with archive.open(f"xl/{number}.xml", "w") as member:
                for _ in range(450):
                    member.write(b"0" * 1_000_000)


def broken_sheet(path: Path) -> None:
    good = write_xlsx(path.with_name("good.xlsx"))
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body[: len(body) // 2] if name.endswith("sheet1.xml") else body)


def empty_book(path: Path) -> None:
    Workbook().save(path)


HOSTILE = [not_a_zip, zip_without_book, bomb, broken_sheet, empty_book]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_hostile_workbooks_are_refused_in_words(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "h.xlsx"
    make(path)
    with pytest.raises(LoadError) as caught:
        look(path)
    assert caught.value.message()


@pytest.mark.parametrize("text", ["", "\n\n", ";;;\n"])
def test_an_empty_table_is_said_to_be_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(LoadError, match="empty"):
        look(csv_file(tmp_path / "e.csv", text))


def test_formulas_and_html_are_values_and_nothing_more(tmp_path: Path) -> None:
    store = town(f"sqlite:///{tmp_path / 's.gpkg'}")
    rows = [(1, "<script>alert(1)</script>", "ремонт", "готово", "Абая / Пушкина", '=CMD("x")', "01.10.2026")]
    report = import_source(store, record(store), write_xlsx(tmp_path / "f.xlsx", rows))
    (row,) = works(store)
    store.close()
    assert report.good
    assert (row.name_ru, row.cost_plan) == ("<script>alert(1)</script>", None)


def test_memory_of_a_try_does_not_grow_with_the_table(tmp_path: Path) -> None:
    """Four times the rows take less than two and a half times the memory: only packed rows pile up."""
    store = town(f"sqlite:///{tmp_path / 's.gpkg'}")
    fields = {name: WISH.fields[name] for name in ("kind", "state")}
    wish = WISH.model_copy(update={"key": (), "fields": fields})
    source: Source = record(store, wish)
    peaks = []
    for size in (60_000, 240_000):
        path = tmp_path / f"{size}.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("Вид работ;Статус;Адрес\n")
            file.writelines("ремонт;готово;Абая / Пушкина\n" for _ in range(size))
        tracemalloc.start()
        report = import_source(store, source, path, dry_run=True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert report.counts.read == size
    store.close()
    assert peaks[1] < 2.5 * peaks[0]


def test_uploads_are_found_by_their_uploader_only(tmp_path: Path) -> None:
    kept = uploads.keep(tmp_path, io.BytesIO(b"a;b\n1;2\n"), "../../etc/таблица №1.CSV", "official")
    assert kept.path.parent.parent == tmp_path / "imports"
    assert kept.name == "таблица _1.csv"
    assert uploads.find(tmp_path, kept.token, "official") == kept
    others = ((kept.token, "admin"), (f"../{kept.token}", "official"), ("", "official"), ("x" * 24, "official"))
    for token, by in others:
        assert uploads.find(tmp_path, token, by) is None


@pytest.mark.parametrize("name", ["macro.xlsm", "a.exe", "noending", "", ".xlsx.exe", "a.zip"])
def test_other_kinds_of_files_are_not_taken(tmp_path: Path, name: str) -> None:
    with pytest.raises(uploads.UploadError):
        uploads.keep(tmp_path, io.BytesIO(b"x"), name, "official")
    assert not any((tmp_path / "imports").glob("*"))


def test_too_big_and_empty_uploads_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_BYTES", 10)
    for body, key in ((b"x" * 11, "bad_file_size"), (b"", "bad_file_empty")):
        with pytest.raises(uploads.UploadError, match=key):
            uploads.keep(tmp_path, io.BytesIO(body), "a.csv", "official")
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_person_keeps_few_uploads_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADS_OF_ONE", 3)
    for number in range(5):
        last = uploads.keep(tmp_path, io.BytesIO(b"a"), f"{number}.csv", "official")
    assert len(list((tmp_path / "imports").iterdir())) == 3
    assert uploads.find(tmp_path, last.token, "official") is not None
