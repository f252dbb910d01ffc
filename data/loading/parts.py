"""Packed stretches of rows in order: the first ones in memory, the others in a file that goes with them."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize

import pyarrow as pa

IN_MEMORY = 4


class Parts:
    """Tables of one load; only a few of them are in memory at any time, however many rows there are."""

    def __init__(self) -> None:
        """No parts yet."""
        self._held: list[Any] = []
        self._file: IO[bytes] | None = None
        self._places: list[tuple[int, int]] = []

    def append(self, part: Any) -> None:
        """Add a table at the end. Raises OSError when the disk of temporary files is full."""
        if len(self._held) < IN_MEMORY:
            self._held.append(part)
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 -- it lives as long as the parts
            finalize(self, self._file.close)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, part.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_table(part)
        packed = sink.getvalue()
        start = self._file.seek(0, 2)
        self._file.write(packed)
        self._places.append((start, packed.size))

    def __iter__(self) -> Iterator[Any]:
        yield from self._held
        if self._file is None:
            return
        for start, size in self._places:
            self._file.seek(start)
            with pa.ipc.open_stream(self._file.read(size)) as reader:
                yield reader.read_all()
