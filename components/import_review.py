"""What the list of unsure addresses is told, as JSON in the reader's language."""

from typing import Any

from components.context import Context
from components.imports import place_json
from data.addresses.match import Place
from data.tables.review import Doubtful


def doubtful_json(ctx: Context, row: Doubtful) -> dict[str, Any]:
    """One unsure row with the places it may mean and the decision in force."""
    out: dict[str, Any] = {
        "id": row.id, "row": row.row_no, "address": row.address,
        "object": f"{row.layer}.{row.object_id}" if row.object_id else "",
        "places": [place_json(ctx, Place(**place)) for place in row.places], "decision": None,
    }  # fmt: skip
    if row.decision is not None:
        made = row.decision
        said = ctx.t(f"import.decided.{made.how}", who=made.decided_by, when=ctx.date(ctx.local_day(made.decided_at)))
        out["decision"] = {"lon": made.lon, "lat": made.lat, "said": said}
    return out
