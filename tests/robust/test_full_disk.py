"""A disk that is really full: one sentence, nothing lost, nothing half written, and all goes on when there is room."""

import sys
from pathlib import Path

import pytest

from api.job_worker import Worker
from config import i18n
from data import jobs
from data.loading.pipeline import import_source
from data.loading.report import say
from tests import tiny_city
from tests.city_world import content, copied, opened, prepared, stop, stops_city, write_csv
from tests.robust.acting import acting, deed, on_small_disk
from tests.robust.actor import KEEP
from tests.robust.test_killed import EXPORT

MB = 1 << 20
# Runs what it is given on a small disk, gives that disk more room, and runs it again.
TWICE = """
"$@"; echo "first $?" >&2
mount -o "remount,size=200m" "$DISK" 2>/dev/null || ulimit -f unlimited 2>/dev/null
"$@"; echo "second $?" >&2
"""


def test_a_load_on_a_full_disk_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    disk, outside = tmp_path / "disk", tmp_path / "outside"
    outside.mkdir()
    with copied(prepared("gpkg", ""), outside) as url, opened(url, stops_city()) as store:
        import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(no) for no in range(1, 50)]))
        before = content(store)
        with store.engine.connect() as conn:
            conn.exec_driver_sql("COMMIT")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = Path(url.removeprefix("sqlite:///"))
    rows = [stop(1 + no % 900, id=f"s{no}", name="Остановка " * 20) for no in range(9_000)]
    path = write_csv(tmp_path / "b.csv", rows)
    inside = disk / "city.gpkg"
    script = f'cp "{kept}" "{inside}" && "$@"; code=$?; cp "{inside}"* "{outside}"; exit $code'
    command = ["sh", "-c", script, "sh", *deed("load", f"sqlite:///{inside}", str(path))]
    with acting(on_small_disk(kept.stat().st_size + 2 * MB, disk, command)) as actor:
        report = actor.rest()[-1]
    assert report["status"] == "failed"
    assert "store." in report["message"]
    assert all("{" not in say(lang, report["message"]) for lang in i18n.LANGS)
    with opened(f"sqlite:///{outside / 'city.gpkg'}", stops_city()) as store:
        assert content(store) == before
        assert import_source(store, "stops", path).status == "ok"


@pytest.mark.parametrize("size", [16 * 1024, 250 * 1024])
def test_a_first_start_on_a_full_disk_says_so_and_goes_on_with_more_room(tmp_path: Path, size: int) -> None:
    tiny_city.make_city(tmp_path / "tiny")
    disk = tmp_path / "disk"
    settings = {"SITCENTER_CITY": str(tmp_path / "tiny"), "SITCENTER_HOME": str(disk), "SITCENTER_LANG": "en",
                "DISK": str(disk)}  # fmt: skip
    command = ["sh", "-c", TWICE, "sh", sys.executable, "-m", "data", "build"]
    with acting(on_small_disk(size, disk, command), settings) as actor:
        _, errors = actor.process.communicate(timeout=120)
    lines = [line for line in errors.splitlines() if line.strip()]
    first, second = lines.index("first 1"), lines.index("second 0")
    assert "Traceback" not in errors
    assert (first, second) == (1, 2), errors
    assert str(disk) in lines[0]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg"])
def test_an_export_on_a_full_disk_fails_with_its_reason_and_leaves_nothing(
    almaty_gpkg: str, tmp_path: Path, fmt: str
) -> None:
    disk = tmp_path / "disk"
    with copied(almaty_gpkg, tmp_path) as url, opened(url) as store:
        order = jobs.Order("session:x", EXPORT.user, "ru", "bus_stops", fmt, {}, 1_925)
        job = jobs.add(store, order)
        listing = f'"$@"; ls -A "{disk}"'
        command = ["sh", "-c", listing, "sh", *deed("work", url, str(disk))]
        with acting(on_small_disk(48 * 1024, disk, command)) as actor:
            out, errors = actor.process.communicate(timeout=120)
        assert out.splitlines()[-1] == '{"step": "end"}', errors
        found = jobs.find(store, order.owner, job.id)
        assert found is not None
        assert (found.status, found.fault) == ("failed", "disk")
        assert all(i18n.has(lang, "job.fault.disk") for lang in i18n.LANGS)
        again = jobs.add(store, order)
        worker = Worker(store, tmp_path / "roomy", KEEP)
        worker.wake()
        worker.join()
        done = jobs.find(store, order.owner, again.id)
        assert done is not None
        assert done.status == "done"
