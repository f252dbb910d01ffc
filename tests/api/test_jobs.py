"""Background jobs: ordered, done, fetched by who ordered them only; cancelled, interrupted, expired; no half files."""

import csv
import errno
import io
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from dash import Dash
from sqlalchemy import select, update

from api import export, job_worker
from api.job_worker import Worker
from config.policy import Role, User
from data import jobs, schema
from data.store import Store, utc_now
from tests.api.files_world import Person, emptied, finished, opened, person, running
from tests.city_world import ENGINES

KEEP = timedelta(hours=1)
BIG: dict[str, Any] = {"layer": "schools", "format": "csv"}


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with opened(request.param, tmp_path_factory.mktemp("jobs"), server) as found:
        yield found


@pytest.fixture
def held(filled: Store) -> Store:
    return emptied(filled)


@pytest.fixture
def made(held: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dash]:
    monkeypatch.setattr(export, "EXPORT_CHUNK", 1)
    monkeypatch.setattr(job_worker, "JOB_BEAT_SECONDS", 0.02)
    with running(held, tmp_path / "home") as found:
        yield found


def files(tmp_path: Path) -> list[str]:
    folder = tmp_path / "home" / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_an_order_becomes_a_file_of_the_rows_asked_for(made: Dash) -> None:
    me = person(made)
    reply = me.send("POST", "/api/jobs", {**BIG, "district": "auezov"})
    assert reply.status_code == 202
    assert (reply.json["status"], reply.json["rows"], reply.json["file"]) == ("waiting", 2, None)
    finished(made)
    (job,) = me.get("/api/jobs").json["jobs"]
    assert (job["status"], job["done"], job["rows"]) == ("done", 2, 2)
    assert me.get(f"/api/jobs/{job['id']}").json == job
    got = me.get(job["file"])
    assert (got.mimetype, got.headers["Content-Disposition"][:10]) == ("text/csv", "attachment")
    lines = list(csv.reader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:3]] == ["schools.sch-0003", "schools.sch-0005"]
    assert len(got.data) == job["bytes"]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg"])
def test_every_format_can_be_ordered(made: Dash, tmp_path: Path, fmt: str) -> None:
    me = person(made, "analyst")
    job_id = me.send("POST", "/api/jobs", {**BIG, "format": fmt}).json["id"]
    finished(made)
    assert me.get(f"/api/jobs/{job_id}").json["status"] == "done"
    assert files(tmp_path) == [f"{job_id}.{fmt}"]
    if fmt == "gpkg":
        path = tmp_path / "home" / "exports" / f"{job_id}.gpkg"
        assert pyogrio.read_info(path, layer="schools")["features"] == 5


@pytest.mark.parametrize(("mine", "theirs"), [("", ""), ("", "admin"), ("official", "official2"), ("official", "")])
def test_a_job_of_another_person_is_not_there(made: Dash, mine: str, theirs: str) -> None:
    me, other = person(made, mine), person(made, theirs)
    job_id = me.send("POST", "/api/jobs", BIG).json["id"]
    finished(made)
    unknown = other.get("/api/jobs/" + "0" * 32)
    for method, path in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        reply = other.send(method, f"/api/jobs/{job_id}{path}")
        assert (reply.status_code, reply.json) == (404, unknown.json)
    assert other.get("/api/jobs").json == {"jobs": []}
    assert me.get(f"/api/jobs/{job_id}/file").status_code == 200


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_R026_only_the_entitled_order_files_of_a_sensitive_layer(made: Dash, role: str) -> None:
    me = person(made, "" if role == "visitor" else role)
    reply = me.send("POST", "/api/jobs", {"layer": "cameras", "format": "geojson"})
    if role not in ("district_staff", "official", "admin"):
        assert (reply.status_code, reply.json) == (404, me.get("/api/layers/nowhere/items").json)
        return
    finished(made)
    text = me.get(f"/api/jobs/{reply.json['id']}/file").data.decode()
    districts = {f["properties"]["district"] for f in json.loads(text)["features"]}
    assert districts == ({"medeu"} if role == "district_staff" else {"medeu", "almaly", "auezov", "outside"})


def test_a_file_is_gone_with_the_rights_of_who_asked(made: Dash, held: Store) -> None:
    me = person(made, "official")
    job_id = me.send("POST", "/api/jobs", {"layer": "cameras", "format": "csv"}).json["id"]
    finished(made)
    assert me.get(f"/api/jobs/{job_id}/file").status_code == 200
    with held.write() as conn:
        conn.execute(update(schema.account).where(schema.account.c.name == "official").values(role="analyst"))
    assert me.get(f"/api/jobs/{job_id}/file").status_code == 404


def test_rights_lost_while_waiting_end_the_job(made: Dash, held: Store, tmp_path: Path) -> None:
    order = jobs.Order("account:official", User("official", Role.OFFICIAL), "ru", "cameras", "csv", {}, 5)
    job = jobs.add(held, order)
    with held.write() as conn:
        conn.execute(update(schema.account).where(schema.account.c.name == "official").values(role="resident"))
    worker = Worker(held, tmp_path / "home" / "exports", KEEP)
    worker.wake()
    worker.join()
    found = jobs.find(held, "account:official", job.id)
    assert found is not None
    assert (found.status, found.fault) == ("failed", "rights")
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "key"),
    [({**BIG, "format": "exe"}, "bad_format"), ({**BIG, "filters": "{"}, "bad_filters"), ({**BIG, "t": "x"}, "bad_t"),
     ({**BIG, "district": "mars"}, "bad_district"), ({**BIG, "bbox": [1]}, "bad_bbox"), ([], "bad_request"),
     (None, "bad_request")],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(made: Dash, body: Any, key: str) -> None:
    reply = person(made).send("POST", "/api/jobs", body)
    assert (reply.status_code, reply.json["error"]) == (400, key)
    assert reply.json["hint"]


def test_an_order_needs_the_token(made: Dash) -> None:
    assert person(made).client.post("/api/jobs", json=BIG).status_code == 403


class Stopped:
    """A worker that waits in the middle of a file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the first portion through, then wait."""
        self.reached, self.go_on, self.lost = threading.Event(), threading.Event(), threading.Event()
        real, beat = job_worker.Pulse.tick, jobs.beat

        def tick(pulse: job_worker.Pulse, done: int) -> None:
            self.reached.set()
            assert self.go_on.wait(30)
            real(pulse, done)

        def told(*given: Any) -> None:
            try:
                beat(*given)
            except jobs.LostJobError:
                self.lost.set()
                raise

        monkeypatch.setattr(job_worker.Pulse, "tick", tick)
        monkeypatch.setattr(jobs, "beat", told)


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg"])
def test_a_job_cancelled_in_the_middle_leaves_no_file(
    made: Dash, held: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    stopped, me = Stopped(monkeypatch), person(made)
    job_id = me.send("POST", "/api/jobs", {**BIG, "format": fmt}).json["id"]
    assert stopped.reached.wait(30)
    assert me.get(f"/api/jobs/{job_id}").json["status"] == "running"
    assert files(tmp_path) == [f"{job_id}.{fmt}.part"]
    assert me.send("DELETE", f"/api/jobs/{job_id}").status_code == 204
    assert stopped.lost.wait(30)
    stopped.go_on.set()
    finished(made)
    assert me.get(f"/api/jobs/{job_id}").json["status"] == "cancelled"
    assert files(tmp_path) == []
    assert me.send("DELETE", f"/api/jobs/{job_id}").status_code == 204
    assert me.get("/api/jobs").json == {"jobs": []}


def test_a_file_ready_after_its_job_was_cancelled_is_taken_away(made: Dash, held: Store, tmp_path: Path) -> None:
    order = jobs.Order("session:x", User(), "ru", "schools", "csv", {}, 5)
    job = jobs.add(held, order)
    worker = Worker(held, tmp_path / "home" / "exports", KEEP)
    taken = jobs.take(held, worker.name)
    assert taken is not None
    jobs.drop(held, "session:x", job.id)
    worker.run(taken)
    assert files(tmp_path) == []
    found = jobs.find(held, "session:x", job.id)
    assert found is not None
    assert found.status == "cancelled"


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg"])
def test_a_full_disk_leaves_no_half_file_and_is_said(
    made: Dash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    def full(_pulse: job_worker.Pulse, done: int) -> None:
        if done > 1:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(job_worker.Pulse, "tick", full)
    me = person(made)
    job_id = me.send("POST", "/api/jobs", {**BIG, "format": fmt}).json["id"]
    finished(made)
    job = me.get(f"/api/jobs/{job_id}?lang=en").json
    assert (job["status"], job["file"]) == ("failed", None)
    assert "disk" in job["fault"]
    assert files(tmp_path) == []
    assert me.get(f"/api/jobs/{job_id}/file").status_code == 404


def test_all_files_together_have_a_bound(made: Dash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_worker, "JOB_DISK_BYTES", -1)
    me = person(made)
    job_id = me.send("POST", "/api/jobs", BIG).json["id"]
    finished(made)
    assert me.get(f"/api/jobs/{job_id}").json["status"] == "failed"


def test_a_job_whose_process_died_is_told_as_interrupted(made: Dash, held: Store, tmp_path: Path) -> None:
    me = person(made, "admin")
    order = jobs.Order("account:admin", User("admin", Role.ADMIN), "ru", "schools", "csv", {}, 5)
    job = jobs.add(held, order)
    assert jobs.take(held, "worker of another process") is not None
    left = tmp_path / "home" / "exports" / f"{job.id}.csv.part"
    left.mkdir(parents=True)
    assert me.get(f"/api/jobs/{job.id}").json["status"] == "running"
    long_ago = utc_now() - timedelta(minutes=5)
    with held.write() as conn:
        conn.execute(update(schema.job).values(beat_at=long_ago))
    assert me.get(f"/api/jobs/{job.id}").json["status"] == "interrupted"
    assert me.get("/api/jobs").json["jobs"][0]["status"] == "interrupted"
    assert files(tmp_path) == []
    with pytest.raises(jobs.LostJobError):
        jobs.finish(held, job.id, "worker of another process", 1, KEEP)


def test_a_waiting_job_survives_a_restart(made: Dash, held: Store, tmp_path: Path) -> None:
    order = jobs.Order("account:admin", User("admin", Role.ADMIN), "ru", "schools", "csv", {}, 5)
    job = jobs.add(held, order)
    me = person(made, "admin")
    assert me.get("/api/jobs").json["jobs"][0]["id"] == job.id
    finished(made)
    assert me.get(f"/api/jobs/{job.id}").json["status"] == "done"


def test_two_workers_never_take_the_same_job(held: Store) -> None:
    order = jobs.Order("session:x", User(), "ru", "schools", "csv", {}, 5)
    ids = {jobs.add(held, order).id for _ in range(3)}
    taken: list[str] = []

    def take(name: str) -> None:
        while (job := jobs.take(held, name)) is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=take, args=(str(no),)) for no in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(ids)


def test_files_expire(made: Dash, held: Store, tmp_path: Path) -> None:
    me = person(made)
    job_id = me.send("POST", "/api/jobs", BIG).json["id"]
    finished(made)
    with held.write() as conn:
        conn.execute(update(schema.job).values(expires_at=utc_now() - timedelta(seconds=1)))
    assert me.get(f"/api/jobs/{job_id}/file").status_code == 404
    made.server.extensions["sitcenter_jobs"].sweep(now=True)
    assert files(tmp_path) == []
    assert me.get("/api/jobs").json == {"jobs": []}


def test_nobody_fills_the_queue(made: Dash, held: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "wake", lambda _worker: None)
    monkeypatch.setattr(jobs, "JOBS_WAITING", 8)
    me = person(made)
    codes = [me.send("POST", "/api/jobs", BIG).status_code for _ in range(4)]
    assert codes == [202, 202, 202, 429]
    others = [person(made).send("POST", "/api/jobs", BIG).status_code for _ in range(2)]
    assert others == [202, 429]
    assert person(made, "official").send("POST", "/api/jobs", BIG).status_code == 202


def test_cancel_is_known_to_the_store_only(made: Dash, held: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "wake", lambda _worker: None)
    me: Person = person(made)
    job_id = me.send("POST", "/api/jobs", BIG).json["id"]
    assert me.send("DELETE", f"/api/jobs/{job_id}").status_code == 204
    with held.read() as conn:
        assert conn.execute(select(schema.job.c.status)).scalar_one() == "cancelled"
    assert jobs.take(held, "w") is None
