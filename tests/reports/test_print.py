"""Printed maps: their words in three languages, a true scale, everything on the page, bad pictures refused."""

import struct
import zlib
from io import BytesIO
from typing import Any, Literal

import pytest
from PIL import Image, ImageColor, ImageDraw
from pypdf import PdfReader

from config import i18n
from config.limits import PRINT_PIXELS
from reports.print import (
    Group,
    Inks,
    MapPicture,
    Mark,
    Note,
    Paper,
    PictureError,
    Sheet,
    View,
    make_pdf,
    picture_with_words,
    read_picture,
    scale_of,
)
from reports.print.model import Shape, bar_length, round_scale
from reports.print.strip import columns, height_of
from reports.print.told import told

KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
WORDS = {"legend": "Legend", "north": "N", "page": "Sheet {page} of {pages}", "scale": "Scale 1:{scale}", "m": "m",
         "km": "km"}  # fmt: skip
SHAPES: tuple[Shape, ...] = ("point", "line", "area")
PAPERS = [Paper(name, wide) for name in ("A4", "A3") for wide in (True, False)]


def png(width: int = 400, height: int = 300, mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), "#aabbcc" if mode == "RGB" else None).save(out, "PNG")
    return out.getvalue()


def picture(width: int = 400, height: int = 300, zoom: float = 12.0) -> MapPicture:
    return MapPicture(read_picture(png(width, height)), View(width / 2, height / 2, zoom, 43.25))


def sheet(rows: int = 3, **changes: Any) -> Sheet:
    marks = [Mark(f"row {no}", shape, "#0363bb", 4.0, "#ffffff", 0.3, no % 2 == 0)
             for no, shape in enumerate(SHAPES)]  # fmt: skip
    groups = [Group(f"Layer {no} {KAZAKH}", marks if no % 2 else marks[:1], "synthetic" if no == 0 else "")
              for no in range(rows)]  # fmt: skip
    given: dict[str, Any] = {
        "lang": "kk", "title": f"Тақырып {KAZAKH}", "subtitle": "Алматы · барлық уақыт", "made": "2026-11-21",
        "author": "Centre", "groups": groups, "notes": [Note("Sources", ["OSM, ODbL"]), Note("Filters", ["kind ≥ 5"])],
        "attribution": "© OpenStreetMap contributors", "warning": "Synthetic data on the map", "words": WORDS,
        "link": "http://127.0.0.1/map?l=schools", **changes,
    }  # fmt: skip
    return Sheet(**given)


def words(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())


@pytest.mark.parametrize("paper", PAPERS)
def test_everything_is_on_the_paper_as_text(paper: Paper) -> None:
    body = make_pdf(sheet(), picture(), paper)
    text = words(body)
    for part in (f"Тақырып {KAZAKH}", "Алматы · барлық уақыт", "© OpenStreetMap contributors", "Legend", "row 2",
                 "Synthetic data on the map", "OSM, ODbL", "kind >= 5", "Sheet 1 of 1", "Scale 1:", "N"):  # fmt: skip
        assert part in text, part
    first = PdfReader(BytesIO(body)).pages[0]
    size = tuple(round(float(edge) / 72 * 25.4) for edge in first.mediabox[2:])
    assert size == tuple(map(round, paper.size_mm))
    assert first["/Annots"][0].get_object()["/A"]["/URI"] == "http://127.0.0.1/map?l=schools"
    fonts = first["/Resources"]["/Font"].values()
    assert all("/FontFile2" in str(f.get_object().get("/FontDescriptor", {"/FontFile2": 0})) for f in fonts)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_long_legend_goes_on_with_page_numbers(paper: Paper) -> None:
    body = make_pdf(sheet(rows=150), picture(), paper)
    pages = len(PdfReader(BytesIO(body)).pages)
    text = words(body)
    assert pages > 1
    assert f"Sheet {pages} of {pages}" in text
    assert all(f"Layer {no} " in text for no in range(150))


def test_markup_in_words_is_text() -> None:
    hostile = "<b>x</b> & <img src='http://127.0.0.1/x'/> <para>"
    text = words(make_pdf(sheet(title=hostile, notes=[Note(hostile, [hostile])]), picture(), PAPERS[0]))
    assert text.count("<img src=") == 3


def test_a_very_long_link_has_no_code_and_stays_as_text() -> None:
    link = "http://127.0.0.1/map?f=" + "x" * 3000
    body = make_pdf(sheet(link=link, notes=[Note("Link", [link])]), picture(), PAPERS[0])
    assert "/Annots" not in PdfReader(BytesIO(body)).pages[0]
    assert words(body).replace(" ", "").count("x" * 100) > 10


def test_the_scale_is_that_of_the_paper() -> None:
    # At zoom 12 on the equator a CSS pixel is 19.109 m wide: 1000 of them on 191.09 mm are 1:100,000.
    view = View(1000, 500, 12, 0)
    assert view.ground_m == pytest.approx(19109.257)
    assert scale_of(view, 191.09257) == pytest.approx(100_000)
    assert scale_of(View(1000, 500, 12, 60), 191.09257) == pytest.approx(50_000)
    assert [round_scale(n) for n in (25317, 999.6, 1_234_567, 5)] == [25300, 1000, 1_230_000, 5]


@pytest.mark.parametrize("scale", [500, 2_345, 25_000, 99_999, 1_000_000])
def test_the_bar_is_round_and_true(scale: float) -> None:
    metres, length = bar_length(scale, 40)
    assert 15 <= length <= 40
    assert metres == pytest.approx(length * scale / 1000)
    assert f"{metres:.0e}"[0] in "125"


def test_a_larger_paper_has_a_larger_scale() -> None:
    small, large = (words(make_pdf(sheet(lang="en"), picture(), Paper(name, True))) for name in _NAMES)
    found = [int(text.split("Scale 1:")[1].split()[0].replace(",", "")) for text in (small, large)]
    assert found[1] < found[0]


_NAMES: tuple[Literal["A4"], Literal["A3"]] = ("A4", "A3")


def bomb(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (400, 300)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [b"", b"not a picture", png()[:-200], png(10, 10), png(20, 5000), jpeg(), bomb(60_000, 60_000),
     bomb(12_000, 11_999), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50],
)  # fmt: skip
def test_what_is_no_picture_of_a_map_is_refused(body: bytes) -> None:
    with pytest.raises(PictureError):
        read_picture(body)


def test_the_bound_of_pixels_lets_a_sharp_screen_through() -> None:
    assert PRINT_PIXELS > 2 * 3840 * 2 * 1600


def test_a_see_through_picture_lies_on_white() -> None:
    assert read_picture(png(80, 80, "RGBA")).getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_says_below_what_it_shows() -> None:
    source = picture(800, 600)
    found: Any = Image.open(BytesIO(picture_with_words(sheet(warning="Synthetic " * 40), source)))
    assert found.width == 800
    assert found.height > 600 + 100
    assert found.getpixel((5, 5)) == (170, 187, 204)
    strip = found.crop((0, 600, 800, found.height))
    assert len(strip.getcolors(100_000) or []) > 10
    assert (found.text["Title"], found.text["Copyright"]) == (f"Тақырып {KAZAKH}", "© OpenStreetMap contributors")


def drawn_words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written into pictures from now on, line by line."""
    found: list[str] = []
    write: Any = ImageDraw.ImageDraw.text

    def noted(pen: Any, at: Any, text: str, **how: Any) -> None:
        found.append(text)
        write(pen, at, text, **how)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", noted)
    return found


@pytest.mark.parametrize(("width", "inks"), [(360, Inks()), (2560, Inks(ground="#171b21", ink="#e9edf2"))])
def test_a_picture_has_the_words_and_marks_of_the_paper(
    width: int, inks: Inks, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = drawn_words(monkeypatch)
    source = picture(width, 300)
    found: Any = Image.open(BytesIO(picture_with_words(sheet(rows=12), source, inks)))
    text = "".join("".join(said).split())
    head = ["Алматы · барлық уақыт · 2026-11-21", "Synthetic data on the map"]
    for words in (*head, *(line.words for line in told(sheet(12)))):
        assert "".join(words.replace("≥", ">=").split()) in text, words
    strip = found.crop((0, 300, found.width, found.height))
    colors = {color for _, color in strip.getcolors(1_000_000)}
    assert (3, 99, 187) in colors, "the marks are drawn in the colour of the layer"
    assert strip.getpixel((2, 2)) == strip.getpixel((2, strip.height - 2)) == ImageColor.getrgb(inks.ground)
    edges = strip.crop((strip.width - 5, 0, strip.width, strip.height)), strip.crop((0, strip.height - 5, *strip.size))
    assert [len(edge.getcolors()) for edge in edges] == [1, 1], "nothing is cut off"


def test_a_wide_picture_has_its_legend_in_even_columns() -> None:
    lines = list(told(sheet(rows=40)))
    found, width = columns(lines, 1400, 1.0)
    assert (len(found), width) == (5, 257)
    assert [row.line for column in found for row in column] == lines
    assert not any(column[-1].line.tied for column in found)
    tall = [height_of(column) for column in found]
    assert max(tall) < 1.15 * sum(tall) / len(tall)
    assert [len(columns(lines, room, 2.0)[0]) for room in (700, 1400)] == [1, 2]


def test_a_picture_leads_to_its_map_by_code_or_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said = drawn_words(monkeypatch)
    link = "http://127.0.0.1/map?l=schools"
    notes = [Note("Sources", ["OSM"]), Note("Link", [link])]
    wide: Any = Image.open(BytesIO(picture_with_words(sheet(link=link, notes=notes), picture(1600, 900))))
    assert (wide.text["URL"], "Link" in said) == (link, False)
    picture_with_words(sheet(link=link, notes=notes), picture(150, 300))
    assert "Link" in said


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_every_language_has_its_words_and_numbers(lang: i18n.Lang) -> None:
    own = {name: i18n.t(lang, f"print.{name}") for name in ("legend", "north", "page", "scale")}
    body = make_pdf(sheet(lang=lang, words={**WORDS, **own}), picture(), PAPERS[0])
    assert own["legend"] in words(body)
    assert PdfReader(BytesIO(body)).trailer["/Root"]["/Lang"] == lang
