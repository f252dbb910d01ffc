"""What a snapshot for everybody may hold."""

from pathlib import Path

from tests.map_world import open_store, put, row
from tiles.load import load_snapshot


def test_R026_a_shared_snapshot_holds_no_row_that_is_more_sensitive_than_its_layer(tmp_path: Path) -> None:
    """Also when such a row was published after the layer was found to have none."""
    store = open_store(f"sqlite:///{tmp_path / 'x.gpkg'}")
    put(store, "schools", [row("a", 76.9, 43.25), row("b", 76.91, 43.25, sensitivity="restricted")])
    with store.read() as conn:
        snapshot = load_snapshot(conn, store, store.layers["schools"], ("district",), None)
    store.close()
    assert len(snapshot) == 1
