"""Browser libraries are whole or not there, and nothing unexpected is taken."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import i18n, npm, vendor
from config.vendor import Manifest, VendorError, ensure
from tests.config.vendor_world import BODY, LICENCE, make_manifest


@pytest.fixture(autouse=True)
def no_registry(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No package comes from anywhere but this disk: the registry is a closed door, npm's own store is empty."""
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path_factory.mktemp("npm")))


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return make_manifest(tmp_path / "manifest")


@pytest.fixture
def shelves(tmp_path: Path) -> Path:
    return tmp_path / "home" / "vendor"


@pytest.fixture
def closed_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on npm must not run."""

    def refuse() -> list[str]:
        pytest.fail("npm was called")

    monkeypatch.setattr(npm, "npm_command", refuse)


def content(shelf: Path) -> dict[str, bytes]:
    return {str(path.relative_to(shelf)): path.read_bytes() for path in shelf.rglob("*") if path.is_file()}


def test_listed_files_are_there_and_nothing_else(manifest: Manifest, shelves: Path) -> None:
    shelf = ensure(manifest, shelves)
    assert shelf == shelves / manifest.id
    found = content(shelf)
    assert set(found) == {"tiny/deep/lib.mjs", "tiny/LICENSE.txt", vendor.MARKER}
    assert found["tiny/deep/lib.mjs"] == BODY
    assert found["tiny/LICENSE.txt"] == LICENCE
    assert [path.name for path in shelves.iterdir()] == [manifest.id]


@pytest.mark.usefixtures("closed_npm")
def test_a_missing_folder_calls_npm(manifest: Manifest, shelves: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="npm was called"):
        ensure(manifest, shelves)


def test_a_second_call_fetches_nothing(manifest: Manifest, shelves: Path, request: pytest.FixtureRequest) -> None:
    shelf = ensure(manifest, shelves)
    request.getfixturevalue("closed_npm")
    assert ensure(manifest, shelves) == shelf


def test_a_copied_folder_is_accepted_by_its_hashes(
    manifest: Manifest, shelves: Path, request: pytest.FixtureRequest
) -> None:
    shelf = ensure(manifest, shelves)
    for path in shelf.rglob("*.*"):
        os.utime(path, (1, 1))
    request.getfixturevalue("closed_npm")
    assert ensure(manifest, shelves) == shelf


@pytest.mark.parametrize("harm", ["changed", "same length", "file lost", "marker lost and file lost", "empty folder"])
def test_a_harmed_folder_is_repaired(manifest: Manifest, shelves: Path, harm: str) -> None:
    shelf = ensure(manifest, shelves)
    script = shelf / "tiny" / "deep" / "lib.mjs"
    if harm == "changed":
        script.write_bytes(b"alert(1)")
    elif harm == "same length":
        script.write_bytes(BODY.replace(b"42", b"43"))
    else:
        script.unlink()
    if harm in {"marker lost and file lost", "empty folder"}:
        (shelf / vendor.MARKER).unlink()
    if harm == "empty folder":
        (shelf / "tiny" / "LICENSE.txt").unlink()
    assert ensure(manifest, shelves) == shelf
    assert script.read_bytes() == BODY
    assert [path.name for path in shelves.iterdir()] == [manifest.id]


def test_a_file_with_another_hash_is_refused(tmp_path: Path, shelves: Path) -> None:
    manifest = make_manifest(tmp_path / "manifest", body=b"alert(1)\n")
    with pytest.raises(VendorError) as caught:
        ensure(manifest, shelves)
    assert caught.value.key == "vendor.hash_differs"
    assert caught.value.values == {"file": "tiny/lib.mjs"}
    assert list(shelves.iterdir()) == []


def test_a_package_that_differs_from_the_lock_file_is_refused(manifest: Manifest, shelves: Path) -> None:
    archive = manifest.folder / "tiny.tgz"
    archive.write_bytes(archive.read_bytes() + b"\0")
    with pytest.raises(VendorError) as caught:
        ensure(manifest, shelves)
    assert caught.value.key == "vendor.integrity"


def test_any_other_trouble_is_told_in_the_words_of_npm(manifest: Manifest, shelves: Path) -> None:
    (manifest.folder / "package.json").write_text("{")
    with pytest.raises(VendorError) as caught:
        ensure(manifest, shelves)
    assert caught.value.key == "vendor.npm_failed"
    assert "EJSONPARSE" in str(caught.value.values["reason"])


def test_no_network_is_one_sentence(tmp_path: Path, shelves: Path) -> None:
    manifest = make_manifest(tmp_path / "manifest", resolved=None)
    with pytest.raises(VendorError) as caught:
        ensure(manifest, shelves)
    assert caught.value.key == "vendor.no_network"
    assert caught.value.values == {"code": "ECONNREFUSED"}


def test_install_scripts_do_not_run(manifest: Manifest, tmp_path: Path) -> None:
    modules = npm.install(manifest.folder)
    assert (modules / "tiny" / "lib.mjs").is_file()
    assert not list(tmp_path.rglob("ran.txt"))


def test_two_processes_at_once_leave_one_whole_folder(manifest: Manifest, shelves: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from config.vendor import Manifest, ensure;"
        "print(ensure(Manifest(Path(sys.argv[1])), Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(manifest.folder), str(shelves)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [process.communicate(timeout=120)[0].strip() for process in both]
    assert answers == [str(shelves / manifest.id)] * 2
    assert [path.name for path in shelves.iterdir()] == [manifest.id]
    assert vendor.check_prepared(manifest, shelves / manifest.id).is_dir()


def test_another_process_that_was_first_wins(manifest: Manifest, shelves: Path, tmp_path: Path) -> None:
    shelf = ensure(manifest, shelves)
    late = tmp_path / "late"
    (late / "shelf").mkdir(parents=True)
    vendor._place(late, shelf, manifest)
    assert (shelf / "tiny" / "deep" / "lib.mjs").read_bytes() == BODY


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A folder in which nobody may write, not even root: its parent is a file."""
    file = tmp_path / "file"
    file.write_text("")
    return file / "vendor"


def test_a_folder_that_cannot_be_written_is_one_sentence(manifest: Manifest, unwritable: Path) -> None:
    with pytest.raises(VendorError) as caught:
        ensure(manifest, unwritable)
    assert caught.value.key == "vendor.unwritable"
    assert caught.value.values["folder"] == unwritable


@pytest.mark.parametrize(
    ("number", "key"), [(28, "vendor.disk_full"), (122, "vendor.disk_full"), (30, "vendor.unwritable")]
)
def test_a_failed_write_is_one_sentence(number: int, key: str) -> None:
    assert npm.disk_error(OSError(number, "why"), Path("/x")).key == key


def test_a_prepared_folder_is_taken_as_it_is(manifest: Manifest, shelves: Path) -> None:
    shelf = ensure(manifest, shelves)
    (shelf / vendor.MARKER).unlink()
    assert vendor.check_prepared(manifest, shelf) == shelf
    assert not (shelf / vendor.MARKER).exists()


def test_a_prepared_folder_with_a_changed_file_is_refused(manifest: Manifest, shelves: Path) -> None:
    shelf = ensure(manifest, shelves)
    (shelf / "tiny" / "LICENSE.txt").write_bytes(LICENCE + b" ")
    with pytest.raises(VendorError) as caught:
        vendor.check_prepared(manifest, shelf)
    assert caught.value.key == "vendor.prepared_differs"
    assert caught.value.values == {"folder": shelf, "file": "tiny/LICENSE.txt"}


@pytest.mark.usefixtures("closed_npm")
def test_an_empty_prepared_folder_is_named_and_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(VendorError) as caught:
        vendor.ensure_vendor(tmp_path, prepared=tmp_path / "prepared")
    assert caught.value.key == "vendor.prepared_missing"


def test_progress_ends_with_all_files(manifest: Manifest, shelves: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    ensure(manifest, shelves, lambda key, done, total: steps.append((key, done, total)))
    assert steps[-1] == ("vendor.check", 2, 2)
    assert {key for key, _, _ in steps} == {"vendor.fetch", "vendor.check"}
    assert all(i18n.t("kk", key) for key, _, _ in steps)


def test_the_id_changes_with_the_lock_file_and_the_list(manifest: Manifest) -> None:
    seen = {manifest.id}
    for name in ("package-lock.json", "files.toml"):
        path = manifest.folder / name
        path.write_text(path.read_text() + "\n")
        seen.add(Manifest(manifest.folder).id)
    assert len(seen) == 3


@pytest.mark.parametrize("folder", [vendor.RUN_TIME, vendor.TESTS_ONLY], ids=lambda path: path.name)
def test_lock_files_pin_everything_and_name_no_registry(folder: Path) -> None:
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for entry in packages.values():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", entry["integrity"])
        assert "resolved" not in entry
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


@pytest.mark.parametrize("folder", [vendor.RUN_TIME, vendor.TESTS_ONLY], ids=lambda path: path.name)
def test_every_library_has_its_licence_among_the_files(folder: Path) -> None:
    manifest = Manifest(folder)
    targets = [file.target for file in manifest.files]
    assert len(targets) == len(set(targets))
    assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in manifest.files)
    assert all(library.licence_file in targets for library in manifest.libraries)
    assert all(library.version and library.licence for library in manifest.libraries)


def test_the_program_names_its_libraries() -> None:
    named = {library.title: library.version for library in vendor.libraries()}
    assert named["MapLibre GL JS"] == "6.17.0"
    assert {"Bootstrap", "Bootstrap Icons", "Noto Sans", "Leaflet", "Plotly.js", "regenerator-runtime"} < set(named)
    assert len(named) == 7
