"""Packed rows of a load come back as they went in, wherever they are kept."""

import pyarrow as pa

from data.loading.parts import IN_MEMORY, Parts


def test_parts_come_back_in_order_as_often_as_asked() -> None:
    made = [pa.table({"no": [no, no + 1], "name": ["x" * no, None]}) for no in range(3 * IN_MEMORY)]
    parts = Parts()
    assert list(parts) == []
    for part in made:
        parts.append(part)
    assert list(parts) == made
    assert list(parts) == made
    parts.append(made[0])
    assert list(parts)[-1] == made[0]
