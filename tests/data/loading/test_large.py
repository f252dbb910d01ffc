"""A large file goes through in stretches: memory grows with what is packed, not with what was read."""

import csv
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from config.settings import ROOT
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import count, present

ROWS = 200_000
MEGABYTE = 1_000_000
# Reads, checks and packs the file without publishing it; says the memory it took beyond that of an idle program.
MEASURE = textwrap.dedent("""
    import resource, sys
    from pathlib import Path
    from data.loading import pipeline
    from data.loading.report import LoadReport
    from tests.city_world import open_city, stops_city

    store = open_city(sys.argv[1], stops_city())
    def load(path):
        report = pipeline.import_source(store, "stops", Path(path), dry_run=True)
        assert report.status == "dry_run", report.message
        return report.counts.read
    load(sys.argv[2])
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(load(sys.argv[3]), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) * 1024)
""")


def write_many(path: Path, rows: int) -> Path:
    dice = np.random.default_rng(7)
    lon, lat = dice.uniform(76.74, 77.17, rows), dice.uniform(43.04, 43.40, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "name", "since", "lon", "lat"))
        out.writerows((f"e{i}", f"Точка {i}", "2025-05-05", f"{lon[i]:.6f}", f"{lat[i]:.6f}") for i in range(rows))
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of many points."""
    return write_many(tmp_path_factory.mktemp("many") / "many.csv", ROWS)


def test_many_points_are_all_there_with_their_district(store: Store, many: Path) -> None:
    import_source(store, "osm_districts", store.city.seed_path("geo/almaty_districts.geojson"))
    report = import_source(store, "stops", many)
    assert (report.status, report.counts.added, report.counts.refused) == ("ok", ROWS, 0)
    assert count(store, "bus_stops") == ROWS
    rows = present(store, "bus_stops", "fid", "object_id", "district")
    assert [row.fid for row in rows] == list(range(1, ROWS + 1))
    assert [row.object_id for row in rows[:3]] == ["e0", "e1", "e2"]
    codes = {row.district for row in rows}
    assert codes == {district.id for district in store.city.districts} | {"outside"}
    assert import_source(store, "stops", many).counts.unchanged == ROWS


def test_memory_grows_by_less_than_a_kilobyte_a_row(tmp_path: Path, many: Path) -> None:
    few = write_many(tmp_path / "few.csv", 1_000)
    command = [sys.executable, "-c", MEASURE, f"sqlite:///{tmp_path / 'city.gpkg'}", str(few), str(many)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    read, grown = map(int, done.stdout.split())
    assert read == ROWS
    assert grown < ROWS * 1_000
