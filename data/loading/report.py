"""What a load did: counts and refused rows."""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["ok", "unchanged", "refused", "failed", "dry_run"]


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: number in the file (from 1, header not counted), field, reason key, value as found."""

    row_no: int
    field: str
    reason: str
    value: str


@dataclass
class Counts:
    """Rows of a load by what became of them."""

    read: int = 0
    added: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0
    refused: int = 0

    def add(self, other: "Counts") -> None:
        """Add the counts of another part of the same load."""
        for name in ("read", "added", "changed", "closed", "unchanged", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class LoadReport:
    """Outcome of one load of one source."""

    source: str
    file_name: str
    status: Status
    counts: Counts = field(default_factory=Counts)
    refusals: list[Refusal] = field(default_factory=list)
    message: str = ""
    load_id: int | None = None
