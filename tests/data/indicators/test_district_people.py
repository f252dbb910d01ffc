"""The official file of people by district: what it says, what is refused, and that the newest whole day counts."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from analysis import infrastructure
from components.context import Context
from components.residents import residents_words
from config import i18n
from config.city import load_city
from config.policy import VISITOR
from data.indicators import district_people
from data.indicators.bundle import Bundle, ReadError
from data.loading.pipeline import import_source
from data.queries import indicators
from data.queries.people import residents
from data.store import Store

SOURCE = "official_people"
HEAD = "Район;Дата;Численность;Мужчины;Женщины;0–5 лет;63+"
DISTRICTS = ("alatau", "almaly", "auezov", "bostandyk", "medeu", "nauryzbay", "turksib", "zhetysu")
COUNTS = (310_000, 260_000, 320_000, 370_000, 230_000, 200_000, 250_000, 180_000)  # together 2,120,000


def file_of(tmp_path: Path, *rows: str, head: str = HEAD, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join((head, *rows)), "utf-8")
    return path


def whole_day(day: str, more: int = 0) -> list[str]:
    return [f"{code};{day};{count + more}" for code, count in zip(DISTRICTS, COUNTS, strict=True)]


def bundle_of(path: Path) -> Bundle:
    source = load_city("almaty").source(SOURCE)
    assert source is not None
    return district_people.read(source, path)


def test_R060_a_row_gives_people_sexes_and_age_groups_of_its_day(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Аудан", "Күні", "Халық саны", "Ерлер", "Әйелдер", "0-5 жас", "63+"],
        ["Медеу ауданы", datetime(2025, 1, 1), 230_000, 105_000, 125_000, 21_000, None],
        ["Жетысуский район", "01.01.2025", "180 000", 85_000, 95_000, 17_000, 30_000],
    ):
        sheet.append(row)
    book.save(tmp_path / "people.xlsx")
    found = bundle_of(tmp_path / "people.xlsx")
    assert not found.refusals
    assert {(v.territory, v.breakdown): v.value for v in found.values} == {
        ("medeu", ""): 230_000, ("medeu", "sex=male"): 105_000, ("medeu", "sex=female"): 125_000,
        ("medeu", "age=0-5"): 21_000, ("zhetysu", ""): 180_000, ("zhetysu", "sex=male"): 85_000,
        ("zhetysu", "sex=female"): 95_000, ("zhetysu", "age=0-5"): 17_000, ("zhetysu", "age=63+"): 30_000,
    }  # fmt: skip
    assert {v.period_start for v in found.values} == {date(2025, 1, 1)}


BAD = (
    ("Центральный;2025-01-01;10;;;;", "Район", "district_unknown", "Центральный"),
    ("Медеуский;2025-01-01;-10;;;;", "Численность", "negative", "-10"),
    ("Медеуский;2025-01-01;много;;;;", "Численность", "number", "много"),
    ("Медеуский;2025-01-01;10,5;;;;", "Численность", "integer", "10,5"),
    ("Медеуский;2025-01-01;;;;;", "Численность", "required", ""),
    ("Медеуский;2025-13-01;10;;;;", "Дата", "date", "2025-13-01"),
    ("Медеуский;2025-01-01;10;6;5;;", "Женщины", "above_whole", "5"),
    ("Медеуский;2025-01-01;10;;;11;", "0–5 лет", "above_whole", "11"),
    ("Алмалинский район;2025-01-01;7;;;;", "Район", "duplicate", "Алмалинский район, 2025-01-01"),
)


def test_R060_a_row_that_cannot_be_is_refused_with_its_number_and_reason(store: Store, tmp_path: Path) -> None:
    report = import_source(store, SOURCE, file_of(tmp_path, "Алмалинский;2025-01-01;20;9;11;2;3", *(r[0] for r in BAD)))
    assert report.status == "refused"
    assert [(r.row_no, r.field, r.reason, r.value) for r in report.refusals] == [
        (number, *told) for number, (_, *told) in enumerate(BAD, 2)
    ]
    for lang in i18n.LANGS:
        assert all(i18n.has(lang, f"load.reason.{told.reason}") for told in report.refusals)
    with store.read() as conn:
        assert not residents(conn, store).by_district


@pytest.mark.parametrize(
    ("head", "named"), [("Район;Дата;Чел", "Чел"), ("Район;Дата", "Численность"), (f"{HEAD};6–2", "6–2")]
)
def test_R060_a_file_with_other_columns_is_refused_by_name(tmp_path: Path, head: str, named: str) -> None:
    with pytest.raises(ReadError) as fault:
        bundle_of(file_of(tmp_path, "Медеуский;2025-01-01;10", head=head))
    assert named in str(fault.value.values["columns"])


def test_R060_the_newest_day_of_all_districts_counts_and_older_days_stay(store: Store, tmp_path: Path) -> None:
    head = "Район;Дата;Численность"
    import_source(store, "population_2023", store.city.seed_path("geo/almaty_districts.geojson"))
    with store.read() as conn:
        shipped = residents(conn, store)
    assert (shipped.day, shipped.source) == (date(2023, 1, 1), "population_2023")
    older, newer = (file_of(tmp_path, *whole_day(day, more), head=head, name=f"{day}.csv")
                    for day, more in (("2024-01-01", 0), ("2025-01-01", 1_000)))  # fmt: skip
    part = file_of(tmp_path, "medeu;2026-01-01;1", head=head, name="part.csv")
    for path in (newer, older, part):
        assert import_source(store, SOURCE, path).status == "ok"
    with store.read() as conn:
        found = residents(conn, store)
        kept = indicators.points(indicators.values(conn, VISITOR, "population"))
        passport = indicators.passport(conn, VISITOR, "population")
    assert (found.day, found.source, found.total) == (date(2025, 1, 1), SOURCE, 2_128_000)
    assert found.by_district["medeu"] == 231_000
    city = {p.period: (p.value, p.source) for p in kept if p.territory == "almaty" and not p.breakdown}
    assert city == {"2023-01-01": (shipped.total, "population_2023"), "2024-01-01": (2_120_000, SOURCE),
                    "2025-01-01": (2_128_000, SOURCE)}  # fmt: skip
    assert passport["source"] == "population_2023"
    assert import_source(store, SOURCE, newer).status == "unchanged"
    mended = file_of(tmp_path, *whole_day("2025-01-01", 2_000), head=head, name="mended.csv")
    assert import_source(store, SOURCE, mended).counts.changed == 9
    assert import_source(store, "population_2023", store.city.seed_path("geo/almaty_districts.geojson")).good
    with store.read() as conn:
        assert residents(conn, store).total == 2_136_000


def test_R060_the_official_file_may_come_before_the_shipped_one(store: Store, tmp_path: Path) -> None:
    path = file_of(tmp_path, *whole_day("2023-01-01"), head="district;date;population")
    assert import_source(store, SOURCE, path).status == "ok"
    assert import_source(store, "population_2023", store.city.seed_path("geo/almaty_districts.geojson")).status == "ok"
    with store.read() as conn:
        found = residents(conn, store)
    assert (found.day, found.source, found.total) == (date(2023, 1, 1), SOURCE, 2_120_000)


def test_R029_R060_rates_for_a_thousand_follow_the_newest_counts_and_name_them(
    own_almaty: Store, tmp_path: Path
) -> None:
    with own_almaty.read() as conn:
        before = infrastructure.provisions(conn, own_almaty, VISITOR)["clinic"]
    ctx = Context(own_almaty, VISITOR, "en", path="/infrastructure", query={})
    assert residents_words(ctx) == "Residents as of Jan 1, 2023: Population of districts on 1 January 2023."
    path = file_of(tmp_path, *whole_day("2026-01-01"), head="district;date;population")
    assert import_source(own_almaty, SOURCE, path).status == "ok"
    with own_almaty.read() as conn:
        after = infrastructure.provisions(conn, own_almaty, VISITOR)["clinic"]
    medeu, then = (next(r for r in one.rows if r.district == "medeu") for one in (after, before))
    assert then.count == medeu.count
    assert medeu.rate == pytest.approx(medeu.count / 230_000 * 1_000)
    assert "official counts" in residents_words(ctx)
