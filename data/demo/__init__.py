"""The seeded generator of a marked demonstration city: the same rows, byte for byte, from the same store."""

from sqlalchemy import Connection

from data.demo.cameras import cameras
from data.demo.nodes import network_nodes
from data.loading.chunks import Chunk, Chunks
from data.store import Store

SEED = 20_260_101


def demo_chunks(conn: Connection, store: Store) -> Chunks:
    """Synthetic rows of every layer that the generator knows, read like a file with a column `layer`."""
    made = [cameras(conn, store, SEED), network_nodes(conn, store, SEED)]
    start = 1
    for chunk in made:
        yield Chunk(range(start, start + chunk.size), chunk.columns, 1.0, shapes=chunk.shapes, crs=chunk.crs)
        start += chunk.size
