"""What stands beside the map in the file: notices, layers with legend and counts, filters, sources; all escaped."""

from collections.abc import Iterable

from markupsafe import Markup

from config import __version__
from config.attribution import attribution
from config.city import Source
from config.limits import SNAPSHOT_FEATURES
from config.policy import Sensitivity
from config.vendor import libraries
from data.queries.filters import Filter
from reports.snapshot.model import Look, Mark
from reports.snapshot.picture import SYNTHETIC, Picture, dates_of, is_closed, is_demo, sources_of
from reports.snapshot.rows import Group
from reports.snapshot.swatch import drawn

LEAFLET = "leaflet"
CHECKED = Markup(" checked")
LEVELS = [level.value for level in Sensitivity]


def join(parts: Iterable[Markup]) -> Markup:
    """Pieces of markup one after the other."""
    return Markup("").join(parts)


def taken_at(picture: Picture) -> str:
    """Date, time and zone of the picture in words."""
    now = picture.edition.now
    minutes = round((now.utcoffset() or now - now).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    return picture.t("snapshot.taken", date=picture.date(now.date()), time=f"{now:%H:%M}", offset=offset)


def notices(picture: Picture) -> Markup:
    """What the reader must know before looking: cut, made-up, closed, empty, coarse."""
    objects = picture.objects
    titles = {
        name: ", ".join(picture.title(group) for group in picture.groups if test(group))
        for name, test in (("demo", is_demo), ("closed", is_closed))
    }
    said = [(name, picture.t(f"snapshot.notice.{name}", layers=words)) for name, words in titles.items() if words]
    if any(group.cut for group in objects):
        shown, matched = (sum(numbers) for numbers in ([len(g.rows) for g in objects], [g.matched for g in objects]))
        numbers = {"shown": picture.number(shown), "matched": picture.number(matched)}
        said.insert(0, ("cut", picture.t("snapshot.notice.cut", limit=picture.number(SNAPSHOT_FEATURES), **numbers)))
    if not any(group.rows for group in objects):
        said.append(("empty", picture.t("snapshot.notice.empty")))
    if picture.coarse:
        said.append(("coarse", picture.t("snapshot.notice.coarse")))
    return join(Markup('<p class="notice notice-{}">{}</p>').format(name, words) for name, words in said)


def panel(picture: Picture) -> Markup:
    """The whole panel."""
    numbered = list(enumerate(picture.groups))
    parts = []
    for key, base in (("layers", False), ("base", True)):
        rows = join(_layer(picture, n, group) for n, group in reversed(numbered) if group.layer.base is base)
        if rows:
            parts.append(_section(picture.t(f"snapshot.{key}"), Markup('<ul class="layers">{}</ul>').format(rows)))
    parts += [_question(picture), _sources(picture), _about(picture)]
    return join(parts)


def _section(title: str, body: Markup) -> Markup:
    return Markup("<section><h2>{}</h2>{}</section>").format(title, body)


def _layer(picture: Picture, number: int, group: Group) -> Markup:
    look = picture.looks[group.layer.id]
    marks = join(
        [Markup('<span class="badge badge-demo">{}</span>').format(picture.t("snapshot.demo"))] * is_demo(group)
        + [Markup('<span class="badge">{}</span>').format(_access(picture, group))] * is_closed(group)
    )
    head = Markup(
        '<label><input type="checkbox" data-layer="{}"{}> {}<span class="name">{}</span></label>{}'
        '<span class="count">{}</span>'
    ).format(number, CHECKED if group.on else "", drawn(look.swatch), look.title, marks, _count(picture, group))
    thin = Markup('<p class="quiet">{}</p>').format(picture.t("snapshot.thinned")) if group.thinned else Markup("")
    parts = (head, _legend(look, group), thin, _list(picture, number, group))
    return Markup('<li><div class="layer">{}</div>{}{}{}</li>').format(*parts)


def _legend(look: Look, group: Group) -> Markup:
    """Rows of what is drawn; a layer that is drawn in one way has its swatch already."""
    if len(look.legend) == 1:
        return Markup("")
    drawn_values = {str(row.get(group.layer.style.by or "")) for row in group.rows}
    rows = [mark for mark in look.legend if not mark.values or drawn_values & set(mark.values)]
    return Markup('<ul class="legend">{}</ul>').format(join(map(_mark, rows))) if rows else Markup("")


def _mark(mark: Mark) -> Markup:
    return Markup("<li>{}<span>{}</span></li>").format(drawn(mark), mark.words)


def _access(picture: Picture, group: Group) -> str:
    levels = {group.layer.sensitivity.value, *(row["sensitivity"] for row in group.rows)}
    level = max(levels, key=LEVELS.index)
    return picture.t(f"value.sensitivity.{level}")


def _count(picture: Picture, group: Group) -> str:
    shown = picture.number(len(group.rows))
    if group.cut:
        return picture.t("snapshot.of", shown=shown, matched=picture.number(group.matched))
    return shown


def _list(picture: Picture, number: int, group: Group) -> Markup:
    """An empty list that the script fills when it is opened: the way to the objects without a pointer."""
    if not group.rows:
        return Markup('<p class="quiet">{}</p>').format(picture.t("snapshot.none"))
    words = Markup('{}<span class="hidden"> {}</span>').format(picture.t("snapshot.list"), picture.title(group))
    return Markup('<details data-list="{}"><summary>{}</summary></details>').format(number, words)


def _question(picture: Picture) -> Markup:
    """Time, day of knowledge, district and filters that were in force."""
    view, pairs = picture.view, []
    if view.span:
        days = [picture.date(day) for day in dict.fromkeys((view.span.first, view.span.last))]
        pairs.append((picture.t("time.snapshot"), " – ".join(days)))
    if view.as_of:
        pairs.append((picture.t("time.snapshot_known"), picture.date(view.as_of)))
    if view.district:
        any_layer = picture.groups[0].layer if picture.groups else None
        words = picture.speech.value(any_layer, "district", view.district) if any_layer else view.district
        pairs.append((picture.t("snapshot.district"), words))
    for group in picture.groups:
        for name, condition in view.filters.get(group.layer.id, {}).items():
            title = f"{picture.title(group)}: {picture.speech.label(name)}"
            pairs.append((title, _condition(picture, group, name, condition)))
    if not pairs:
        return Markup("")
    rows = join(Markup("<dt>{}</dt><dd>{}</dd>").format(title, words) for title, words in pairs)
    return _section(picture.t("snapshot.filters"), Markup("<dl>{}</dl>").format(rows))


def _condition(picture: Picture, group: Group, name: str, condition: Filter) -> str:
    def words(value: object) -> str:
        return picture.speech.value(group.layer, name, value)

    if condition.values is not None:
        return ", ".join(map(words, condition.values)) or picture.t("snapshot.nothing")
    ends = {"low": condition.low, "high": condition.high}
    given = {end: words(value) for end, value in ends.items() if value is not None}
    return picture.t(f"snapshot.range.{'_'.join(given) or 'any'}", **given)


def _sources(picture: Picture) -> Markup:
    found: dict[str, tuple[Source, list[Group]]] = {}
    for group in reversed(picture.groups):
        for source in sources_of(picture.city, group):
            found.setdefault(source.id, (source, []))[1].append(group)
    items = join(_source(picture, source, groups) for source, groups in found.values())
    return _section(picture.t("snapshot.sources"), Markup('<ul class="sources">{}</ul>').format(items))


def _source(picture: Picture, source: Source, groups: list[Group]) -> Markup:
    lang = picture.speech.lang
    licence = _link(source.licence_url, source.licence) if source.licence_url else Markup("{}").format(source.licence)
    span = dates_of(groups, source.id) or ((source.data_date,) * 2 if source.data_date else None)
    days = " – ".join(dict.fromkeys(picture.date(day) for day in span)) if span else picture.t("snapshot.no_date")
    origin = Markup('<span class="badge{}">{}</span>').format(
        " badge-demo" if source.origin == SYNTHETIC else "", picture.t(f"value.origin.{source.origin}")
    )
    lines = (
        Markup("<strong>{}</strong> {}").format(source.names[lang], origin),
        Markup("{}").format(", ".join(dict.fromkeys(picture.title(group) for group in groups))),
        Markup("{} · {}").format(attribution(source, lang), licence),
        Markup("{}: {}").format(picture.t("field.data_date"), days),
    )
    return Markup("<li>{}</li>").format(Markup("<br>").join(lines))


def _link(address: str, words: str) -> Markup:
    """A link to a page outside; what is no web address stays plain words."""
    if not address.startswith(("https://", "http://")):
        return Markup("{}").format(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, words)


def _about(picture: Picture) -> Markup:
    leaflet = next(item for item in libraries() if item.package == LEAFLET)
    used = f"{leaflet.title} {leaflet.version} ({leaflet.licence})"
    made = picture.t("snapshot.made_with", version=__version__, library=used)
    lines = join(Markup('<p class="quiet">{}</p>').format(words) for words in (picture.t("snapshot.about_text"), made))
    return _section(picture.t("snapshot.about"), lines)


def head(picture: Picture) -> Markup:
    """Title, time, and the way to the living map."""
    live = _link(picture.edition.live, picture.t("snapshot.live"))
    return Markup('<h1>{}</h1><p class="taken">{} · {}</p>').format(title(picture), taken_at(picture), live)


def title(picture: Picture) -> str:
    """Title of the file."""
    return picture.t("snapshot.title", city=picture.city.names[picture.speech.lang])
