"""Drawings beside the words of a legend, as small SVG pictures: attributes only, no style that a policy could block."""

from markupsafe import Markup

from reports.snapshot.model import Mark, Pen

WIDTH, HEIGHT = 28, 26
LEAST, MOST = 2.0, 12.0


def drawn(mark: Mark) -> Markup:
    """The drawing of a row of a legend; a screen reader passes it by, because the words say the same."""
    inner = {"point": _point, "line": _line, "area": _area}[mark.shape](mark.pen)
    frame = Markup('<svg class="swatch" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">{2}</svg>')
    return frame.format(WIDTH, HEIGHT, inner)


def _point(pen: Pen) -> Markup:
    radius = min(max(pen.size, LEAST + 1), MOST)
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(WIDTH / 2, HEIGHT / 2, radius, pen.color)


def _line(pen: Pen) -> Markup:
    width = min(max(pen.size, LEAST), MOST / 2)
    shape = Markup('<line x1="1" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>')
    dash = Markup(' stroke-dasharray="{}"').format(" ".join(str(part * width) for part in pen.dash)) if pen.dash else ""
    ends = (WIDTH - 1, HEIGHT / 2, HEIGHT / 2)
    edge = shape.format(*ends, pen.edge, width + 2, "") if pen.edge else Markup("")
    return edge + shape.format(*ends, pen.color, width, dash)


def _area(pen: Pen) -> Markup:
    shape = Markup('<rect x="3" y="5" width="{}" height="{}" fill="{}" fill-opacity="{}" stroke="{}"/>')
    return shape.format(WIDTH - 6, HEIGHT - 10, pen.color, pen.fill, pen.edge or pen.color)
