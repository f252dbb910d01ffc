"""What is said beside a map, line by line: the legend, then filters, sources and origin; the same in PDF and PNG."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reports.print.model import Group, Mark, Note, Sheet

Kind = Literal["title", "head", "text", "quiet", "loud"]
GROUP_MM, NOTE_MM = 1.0, 2.0


@dataclass(frozen=True)
class Line:
    """Words, perhaps with a mark before them; `tied` stays with the next one, `before` is room above in millimetres."""

    words: str
    kind: Kind
    mark: Mark | None = None
    tied: bool = False
    before: float = 0.0

    @property
    def bold(self) -> bool:
        """Whether it is a heading."""
        return self.kind in ("title", "head")


def told(sheet: Sheet) -> Iterator[Line]:
    """The legend, then what is said about the data."""
    yield Line(sheet.words["legend"], "title", tied=True)
    for group in sheet.groups:
        yield from _group(group)
    for note in sheet.notes:
        yield from _note(note)


def _group(group: Group) -> Iterator[Line]:
    if len(group.marks) == 1:
        yield Line(group.title, "head", group.marks[0], tied=bool(group.loud), before=GROUP_MM)
    else:
        yield Line(group.title, "head", tied=bool(group.marks or group.loud), before=GROUP_MM)
        for mark in group.marks:
            yield Line(mark.words, "text", mark)
    if group.loud:
        yield Line(group.loud, "loud")


def _note(note: Note) -> Iterator[Line]:
    yield Line(note.title, "head", tied=True, before=NOTE_MM)
    for line in note.lines:
        yield Line(line, "quiet")
