"""Several processes over one store at once: the first start, jobs and fetches are each done once."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select

from config.city import load_city
from config.policy import User
from config.settings import ROOT
from config.vendor import ensure_vendor
from data import jobs, schema
from tests import tiny_city
from tests.city_world import count, opened, stop, write_csv
from tests.http_world import Request, web
from tests.map_world import SCHOOLS, put
from tests.perf.server import free_port
from tests.robust.acting import acting, deed
from tests.robust.actor import fetched_city

WAIT_SECONDS = 120


def tiny(tmp_path: Path, url: str) -> dict[str, str]:
    """Settings of a start over a store that does not exist yet."""
    tiny_city.make_city(tmp_path / "tiny")
    return {
        "SITCENTER_CITY": str(tmp_path / "tiny"), "SITCENTER_HOME": str(tmp_path / "home"),
        "SITCENTER_STORE": url.removeprefix("sqlite:///"), "SITCENTER_VENDOR_DIR": str(ensure_vendor(ROOT / "var")),
    }  # fmt: skip


def loads(tmp_path: Path, url: str) -> list[tuple[str, str]]:
    """Loads of the log."""
    with opened(url, load_city(tmp_path / "tiny")) as store, store.read() as conn:
        assert (count(store, "bus_stops"), count(store, "districts")) == (4, 2)
        log = schema.load_log
        return [(row.source, row.status) for row in conn.execute(select(log.c.source, log.c.status).order_by(log.c.id))]


def test_workers_that_start_together_over_nothing_fill_the_store_once(store_url: str, tmp_path: Path) -> None:
    settings = tiny(tmp_path, store_url)
    with ExitStack() as stack:
        actors = [stack.enter_context(acting(deed("start"), settings)) for _ in range(2)]
        told = [actor.rest()[-1] for actor in actors]
    assert [one["status"] for one in told] == ["ok"] * 2
    assert {(one["counts"]["bus_stops"], one["counts"]["districts"]) for one in told} == {(4, 2)}
    assert len({one["secret"] for one in told}) == 1
    assert loads(tmp_path, store_url) == [("town_districts", "ok"), ("town_stops", "ok")]


def test_gunicorn_with_two_workers_starts_over_nothing(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path / 'new.gpkg'}", free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "-w", "2", "--threads", "2", "-b",
               f"127.0.0.1:{port}", "app:make_server()"]  # fmt: skip
    with acting(command, tiny(tmp_path, url)) as actor:
        last = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < last and actor.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        assert len({pid for _ in range(20) for pid in children(actor.process.pid)}) == 2
        actor.process.terminate()
        _, errors = actor.process.communicate(timeout=WAIT_SECONDS)
    assert errors.count("Booting worker") == 2, errors
    assert "Traceback" not in errors
    assert loads(tmp_path, url) == [("town_districts", "ok"), ("town_stops", "ok")]


def children(pid: int) -> list[str]:
    """Processes that a process has started."""
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.split()


def test_two_workers_do_each_job_once(prepared_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    with opened(prepared_url) as store:
        put(store, "schools", SCHOOLS)
        orders = [jobs.Order(f"session:{no}", User(), "ru", "schools", "csv", {}, 5) for no in range(10)]
        ids = [jobs.add(store, order).id for order in orders]
        with ExitStack() as stack:
            actors = [stack.enter_context(acting(deed("work", prepared_url, str(folder)))) for _ in range(2)]
            took = [[said["took"] for said in actor.rest() if "took" in said] for actor in actors]
        assert sorted(took[0] + took[1]) == sorted(ids)
        found = [jobs.find(store, order.owner, job_id) for order, job_id in zip(orders, ids, strict=True)]
        assert {job.status for job in found if job} == {"done"}
        assert sorted(path.stem for path in folder.iterdir()) == sorted(ids)


def test_two_workers_fetch_a_source_once(prepared_url: str, tmp_path: Path) -> None:
    body = write_csv(tmp_path / "table.csv", [stop(no) for no in range(5)]).read_bytes()

    def slow(request: Request) -> None:
        place.end.wait(1.0)
        request.answer(200, body, ETag='"v1"')

    with web(slow) as place, ExitStack() as stack:
        command = deed("fetch", prepared_url, str(tmp_path), place.url)
        actors = [stack.enter_context(acting(command)) for _ in range(2)]
        told = [actor.rest()[-1]["outcomes"] for actor in actors]
        assert max(told, key=len) == ["changed"]
        assert sum(outcome == "changed" for outcomes in told for outcome in outcomes) == 1
        assert place.paths() == ["/stops.csv"]
    with opened(prepared_url, fetched_city("http://127.0.0.1:9")) as store:
        assert count(store, "bus_stops") == 5
