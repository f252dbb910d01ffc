"""Official files of networks: lines as GeoJSON, GeoPackage and Shapefile, outages as CSV and XLSX by address."""

from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from openpyxl import Workbook
from sqlalchemy import select

from analysis.outage_store import scheme_of
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import count, present, write_csv, write_shapefile_zip


def pipe(no: int, start: float, **changes: Any) -> dict[str, Any]:
    """A section of water mains of 0.01 degree eastward."""
    return {
        "id": f"w{no}", "network": "water", "level": "main", "operator": "almaty-su", "year": 1980 + no, "wear": 70.5,
        "diameter": 300, "voltage": None, "material": "steel", "laying": "underground", "repaired": "2019-05-01",
        "buildings": 4, "people": 100, "name": f"Участок {no}", "state": "working",
        "geometry": shapely.LineString([(start, 43.25), (start + 0.01, 43.25)]), **changes,
    }  # fmt: skip


def written(path: Path, rows: list[dict[str, Any]], crs: str = "EPSG:4326") -> Path:
    """Sections as a file of the path's format; a zip file has a Shapefile."""
    frame = geopandas.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").to_crs(crs)
    if path.suffix == ".zip":
        return write_shapefile_zip(path, frame, "utf-8")
    frame.to_file(path, engine="pyogrio")
    return path


@pytest.mark.parametrize(
    ("name", "crs"), [("w.geojson", "EPSG:4326"), ("w.gpkg", "EPSG:32643"), ("w.zip", "EPSG:32643")]
)
def test_R040_official_lines_take_the_place_of_the_demonstration(
    own_almaty: Store, tmp_path: Path, name: str, crs: str
) -> None:
    rows = [pipe(1, 76.90), pipe(2, 76.91), pipe(3, 76.92, operator="nobody")]
    report = import_source(own_almaty, "network_lines", written(tmp_path / name, rows, crs))
    # An operator that is no body of the directory is told, and nothing of the file is taken.
    assert (report.status, report.counts.refused) == ("refused", 1), report.message
    rows[2]["operator"] = "almaty-su"
    report = import_source(own_almaty, "network_lines", written(tmp_path / f"again-{name}", rows, crs))
    assert (report.status, report.counts.added) == ("ok", 3), report.message
    found = present(own_almaty, "network_lines")
    assert {row.origin for row in found} == {"official"}
    first = found[0]
    assert (first.wear_class, first.wear_pct, first.body, first.people_on) == ("worn", 70.5, "almaty-su", 100)
    assert first.length_m == pytest.approx(813, abs=3)
    with own_almaty.read() as conn:
        net = scheme_of(conn, own_almaty, "water").net
    # Three sections end to end meet at two joints, in whatever system they came.
    assert (net.size, net.joints) == (3, 2)


HEAD = ("id", "service", "state", "event", "cause", "operator", "start", "end_plan", "end_fact", "buildings", "people",
        "name", "address", "district")  # fmt: skip
EVENT = ("a1", "water", "off", "accident", "wear", "almaty-su", "29.11.2026 18:00", "30.11.2026 02:00", None, 12, 340,
         "Порыв", "пр. Абая, уг. ул. Байтурсынова", "Бостандыкский район")  # fmt: skip


def test_R042_a_log_of_outages_comes_by_address_day_after_day(own_almaty: Store, tmp_path: Path) -> None:
    before = count(own_almaty, "network_outages")
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(EVENT)
    book.save(tmp_path / "log.xlsx")
    report = import_source(own_almaty, "network_outages", tmp_path / "log.xlsx")
    assert (report.status, report.counts.added) == ("ok", 1), report.message
    # The next day's log says that it is over; what it does not name stays.
    ended = dict(zip(HEAD, EVENT, strict=True)) | {"state": "restored", "end_fact": "30.11.2026 01:15"}
    later = dict(zip(HEAD, EVENT, strict=True)) | {"id": "a2", "service": "heat", "operator": "almaty-heat"}
    report = import_source(own_almaty, "network_outages", write_csv(tmp_path / "log.csv", [ended, later]))
    assert (report.status, report.counts.added, report.counts.changed) == ("ok", 1, 1), report.message
    assert count(own_almaty, "network_outages") == before + 2
    table = own_almaty.tables["network_outages"]
    with own_almaty.read() as conn:
        query = select(table).where(table.c.object_id == "a1", table.c.known_to.is_(None))
        row = conn.execute(query).one()
    assert (row.state, row.affected_people, row.origin, row.district) == ("restored", 340, "official", "bostandyk")
    # A time without a zone is by the clock of the city: 01:15 in Almaty is 20:15 UTC of the day before.
    assert row.event_end_fact.isoformat() == "2026-11-29T20:15:00"
    assert row.valid_to.isoformat() == "2026-11-30"
    area = shapely.from_wkb(row.geom)
    assert area.geom_type in ("Polygon", "MultiPolygon")
    assert row.area_m2 == pytest.approx(3.14159 * 150**2, rel=0.02)
