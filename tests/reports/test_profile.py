"""A district on paper: one page for few and for very many figures, with every word."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.profile import Group, Line, ProfileSheet, Shape, make_profile

CELLS = ("Қылмыстар (демо), дана", "2 277", "19 262", "6", "−6,5", "2025", "Жоспар бойынша")
LINE = Line(CELLS, (0.0, 0.5, 1.0), 0.25, 0.4, bad=True)
SHEET = ProfileSheet(
    lang="kk", title="Түрксіб ауданы: бейін", subtitle="Алматы", made="2026", author="Орталық",
    link="http://localhost/districts/turksib?lang=kk", facts=[("Халқы", "252 037"), ("Ауданы", "75,6 км²")],
    answers=["Қаладан 15 көрсеткіш жақсы."], heads=[f"H{n}" for n in range(8)],
    groups=[Group("Құқықтық тәртіп", [LINE, Line(CELLS)])], warning="демонстрациялық", notes=["Дереккөздер: А."],
    shapes=[Shape([[(0, 0), (10, 0), (10, 10)]]), Shape([[(0, 0), (5, 0), (5, 5)]], own=True)], size=(10.0, 12.0),
    words={"left_out": "Тағы {count} көрсеткіш."},
)  # fmt: skip


def words(sheet: ProfileSheet) -> str:
    (page,) = PdfReader(BytesIO(make_profile(sheet))).pages
    assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]
    return " ".join(page.extract_text().split())


def test_R058_a_district_fits_on_one_page_with_all_its_words() -> None:
    found = words(SHEET)
    for said in (SHEET.title, SHEET.link, "252 037", "Құқықтық тәртіп", *CELLS, "демонстрациялық", "Дереккөздер: А.",
                 "Қаладан 15 көрсеткіш жақсы."):  # fmt: skip
        assert said in found
    assert "Тағы" not in found


@pytest.mark.parametrize(("count", "left_out"), [(45, False), (400, True)])
def test_R058_many_figures_stay_on_one_page_and_what_is_left_out_is_counted(count: int, left_out: bool) -> None:
    found = words(replace(SHEET, groups=[Group("A", [LINE] * count)]))
    shown = found.count("2 277")
    assert (f"Тағы {count - shown} көрсеткіш." in found) == left_out
    assert (shown == count) != left_out


def test_R058_a_page_without_figures_outlines_and_warning_is_made_too() -> None:
    found = words(replace(SHEET, groups=[], shapes=[], warning="", facts=[], notes=[], link=""))
    assert SHEET.title in found
