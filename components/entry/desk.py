"""The desk of a body: one value as a form, a table to fill in, a file that was brought, its series."""

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.basics import Child, attrs, icon, link, section, table
from components.context import Context
from components.entry import reading
from components.entry.common import (
    area,
    body_name,
    field,
    finding,
    findings,
    hidden,
    indicator_link,
    name_of,
    select,
    series_words,
    text,
    unit_of,
    when_known,
)
from components.entry.common import post as post_form
from components.native import Native
from config.entry import Desk
from config.i18n import NO_DATA
from config.limits import ENTRY_BYTES, ENTRY_REASON_CHARS, ENTRY_ROWS, ENTRY_SHOWN
from data.entry.check import KINDS, PERIOD_KINDS, Checked, Known, Wish, check, last_over
from data.entry.desks import Line
from data.entry.proposals import Proposal, city_today
from data.entry.sheet import Batch

KNOWN_SHOWN = 8
PATH = "/entry"


def address(desk: Desk, line: Line | None = None) -> str:
    """Address of a desk, or of the form of one of its series."""
    query = {"body": desk.body, **({"line": line.id} if line else {})}
    return f"{PATH}?{urlencode(query)}" + ("#form" if line else "")


def kinds(ctx: Context) -> list[tuple[str, str]]:
    """Kinds of values that are entered, with their words."""
    return [(kind, ctx.t(f"indicators.kind.{kind}")) for kind in KINDS]


def choice(ctx: Context, desks: Sequence[Desk], chosen: Desk) -> Component | None:
    """The choice of a desk, for those who have more than one."""
    if len(desks) < 2:
        return None
    options = sorted(((desk.body, body_name(ctx, desk.body)) for desk in desks), key=lambda pair: pair[1])
    return html.Form(
        [
            field(ctx.t("entry.body"), select("entry-body", "body", options, chosen.body), "entry-body"),
            html.Button(ctx.t("entry.choose"), type="submit", className="button button-quiet"),
        ],
        method="get", action=PATH, className="entry-row",
    )  # fmt: skip


def form(
    ctx: Context, desk: Desk, line: Line, token: tuple[str, str], said: Component | None = None
) -> Component:
    """One value of a series: what is known of it beside what is typed; the typed values come back with findings.

    `said` is what the form came to last time where that is no finding.
    """
    today, query = city_today(ctx.store), ctx.query
    usual = last_over(line.series.period_kind, today)
    typed = Wish(query.get("kind", "fact"), query.get("period", usual), query.get("value", ""), query.get("reason", ""),
                 reading.asked_way(query.get("way", "")))  # fmt: skip
    judged = check(typed, line.series, today) if query.get("failed") == "found" else None
    hint = ctx.t("entry.form.period_hint", kind=ctx.t(f"entry.period_kind.{line.series.period_kind}"), example=usual)
    fields: list[Child] = [
        field(ctx.t("entry.column.kind"), select("entry-kind", "kind", kinds(ctx), typed.kind), "entry-kind"),
        field(ctx.t("entry.column.period"), text("entry-period", "period", typed.period, required=True,
              **attrs(aria_describedby="entry-period-hint")), "entry-period", hint),
        field([ctx.t("entry.column.value"), *_unit(ctx, line)], text("entry-value", "value", typed.value, required=True,
              inputMode="decimal", **attrs(aria_describedby="entry-value-hint")), "entry-value",
              reading.hint(ctx, judged)),
        reading.ways(ctx, typed),
        field(ctx.t("entry.column.reason"), area("entry-reason", "reason", typed.reason,
              **attrs(aria_describedby="entry-reason-hint")), "entry-reason",
              ctx.t("entry.form.reason_hint", most=ENTRY_REASON_CHARS)),
    ]  # fmt: skip
    return section(
        name_of(ctx, line),
        html.Div([
            post_form(f"{PATH}/propose", token[0], [
                *hidden(body=desk.body, line=line.id, nonce=token[1]), _told(ctx, judged) or said, *fields,
                html.Div(_buttons(ctx), className="actions"),
                html.P(ctx.t("entry.form.next"), className="field-hint"),
            ], "card entry-form"),
            _known(ctx, line),
        ], className="entry-pair"),
        "form", note=series_words(ctx, line.territory, line.breakdown, line.breakdown_ru),
    )  # fmt: skip


def _buttons(ctx: Context) -> list[Child]:
    return [
        html.Button([icon(symbol), ctx.t(f"entry.form.{what}")], type="submit", name="what", value=what, className=name)
        for what, symbol, name in (("propose", "send", "button"), ("draft", "pencil", "button button-quiet"))
    ]


def _unit(ctx: Context, line: Line) -> list[Child]:
    unit = unit_of(ctx, line)
    return [", ", html.Span(unit)] if unit else []


def _told(ctx: Context, judged: Checked | None) -> Component | None:
    if judged is None or not judged.findings:
        return None
    levels = {one.level for one in judged.findings}
    stops = "error" in levels
    head = ctx.t(f"entry.form.{'stops' if stops else 'chooses' if 'choice' in levels else 'asks'}")
    return html.Div([html.P(html.Strong(head)), findings(ctx, judged.findings)], role="alert",
                    className=f"notice entry-told {'notice-bad' if stops else 'notice-warn'}")  # fmt: skip


def _known(ctx: Context, line: Line) -> Component:
    last = sorted(line.known, key=lambda known: known.start, reverse=True)[:KNOWN_SHOWN]
    if not last:
        return html.P(ctx.t("entry.form.nothing_known"), className="muted")
    rows: list[list[Child]] = [
        [when_known(ctx, known), ctx.t(f"indicators.kind.{known.kind}"), ctx.number(known.value), _source(ctx, known)]
        for known in last
    ]
    heads = [ctx.t("entry.column.period"), ctx.t("entry.column.kind"), ctx.t("entry.column.value"),
             ctx.t("entry.source")]  # fmt: skip
    return html.Div([table(ctx.t("entry.form.known"), heads, rows, numeric=(2,)),
                     html.P(indicator_link(ctx.t("entry.form.page"), line.code))])  # fmt: skip


def _source(ctx: Context, known: Known) -> str:
    found = ctx.store.city.source(known.source)
    return ctx.words(found.names) if found else known.source


def files(
    ctx: Context, desk: Desk, lines: Sequence[Line], token: str, said: Component | None = None
) -> Component:
    """A table to take away, and the same to bring back; `said` is what came of the last one."""
    kind = next((k for k in PERIOD_KINDS if any(line.series.period_kind == k for line in lines)), PERIOD_KINDS[0])
    period = last_over(kind, city_today(ctx.store))
    take = html.Form(
        [
            *hidden(body=desk.body),
            field(ctx.t("entry.column.kind"), select("entry-file-kind", "kind", kinds(ctx), "fact"), "entry-file-kind"),
            field(ctx.t("entry.column.period"), text("entry-file-period", "period", period, required=True),
                  "entry-file-period"),
            html.Button([icon("download"), ctx.t("entry.file.take")], type="submit", className="button"),
        ],
        method="get", action=f"{PATH}/template.xlsx", className="card entry-form",
    )  # fmt: skip
    chosen = Native("input", {"type": "file", "name": "file", "accept": ".xlsx", "required": True, "className": "input",
                              "aria-describedby": "entry-file-hint"}, id="entry-file")  # fmt: skip
    hint = ctx.t("entry.file.hint", rows=ctx.number(ENTRY_ROWS), mb=ctx.number(ENTRY_BYTES // 1_000_000))
    bring = html.Form(
        [
            *hidden(csrf_token=token, body=desk.body), field(ctx.t("entry.file.bring"), chosen, "entry-file", hint),
            html.Button([icon("upload"), ctx.t("entry.file.check")], type="submit", className="button"),
        ],
        method="post", action=f"{PATH}/upload", encType="multipart/form-data", className="card entry-form",
    )  # fmt: skip
    return section(ctx.t("entry.file.title"), html.Div([said, html.Div([take, bring], className="entry-pair")]),
                   "file", note=ctx.t("entry.file.note"))  # fmt: skip


def batch(
    ctx: Context, found: Batch, drafts: Sequence[Proposal], lines: Sequence[Line], token: str,
    told: Component | None = None,
) -> Component:  # fmt: skip
    """What came of a file: its good rows to send, its others with the reason; `told` of the last try to send them."""
    names = {line.id: line for line in lines}
    said = ctx.t("entry.batch.said", file=found.file_name, rows=ctx.number(found.rows_read),
                 good=ctx.number(len(drafts)), bad=ctx.number(len(found.refused)))  # fmt: skip
    parts: list[Child] = [told, html.P(said)]
    if drafts:
        parts += [_draft_table(ctx, drafts, names), html.Div([
            post_form(f"{PATH}/{what}", token, [
                *hidden(batch=found.id, body=found.body),
                html.Button([icon(symbol), words], type="submit", className=look),
            ])
            for what, symbol, words, look in (
                ("send", "send", ctx.n("entry.batch.send", len(drafts)), "button"),
                ("withdraw", "trash", ctx.t("entry.batch.drop"), "button button-quiet"),
            )
        ], className="actions")]  # fmt: skip
    if found.refused:
        parts.append(_refused_table(ctx, found, names))
    return section(ctx.t("entry.batch.title"), html.Div(parts, className="entry-batch"), "batch")


def _title(ctx: Context, line: Line | None, line_id: str) -> list[Child]:
    if line is None:
        return [line_id or NO_DATA]
    about = series_words(ctx, line.territory, line.breakdown, line.breakdown_ru)
    return [name_of(ctx, line), html.Br(), html.Span(about, className="muted")]


def _draft_table(ctx: Context, drafts: Sequence[Proposal], names: dict[str, Line]) -> Component:
    heads = [ctx.t(f"entry.column.{name}") for name in ("name", "kind", "period", "value", "reason")]
    heads.append(ctx.t("entry.column.found"))
    rows: list[list[Child]] = [
        [
            html.Div(_title(ctx, names.get(one.line_id), one.line_id), className="long"),
            ctx.t(f"indicators.kind.{one.kind}"), one.period, ctx.number(one.value),
            html.Span(one.reason, className="long"), findings(ctx, one.findings, told=True) or "",
        ]
        for one in drafts[:ENTRY_SHOWN]
    ]  # fmt: skip
    return table(ctx.t("entry.batch.good"), heads, rows, numeric=(3,))


def _refused_table(ctx: Context, found: Batch, names: dict[str, Line]) -> Component:
    heads = [ctx.t("entry.column.row"), ctx.t("entry.column.name"), ctx.t("entry.column.value"),
             ctx.t("entry.column.found")]  # fmt: skip
    rows: list[list[Child]] = [
        [
            [html.Span([ctx.t("entry.column.row"), " "], className="entry-row-word"), ctx.number(one.no)],
            html.Div(_title(ctx, names.get(one.line), one.line), className="long"),
            html.Span(one.value, className="long"),
            html.Ul([html.Li(finding(ctx, each)) for each in one.findings], className="entry-findings"),
        ]
        for one in found.refused
    ]  # fmt: skip
    return table(ctx.t("entry.batch.bad"), heads, rows)


def series(ctx: Context, desk: Desk, lines: Sequence[Line]) -> Component:
    """What the desk answers for, with its last fact and a way to the form; `?q=` finds by words."""
    asked = ctx.query.get("q", "").strip()[:100]
    wanted = asked.casefold().split()
    shown = [line for line in lines if all(word in _searched(line) for word in wanted)]
    find = html.Form(
        [
            *hidden(body=desk.body),
            field(ctx.t("entry.lines.find"), text("entry-q", "q", asked, type="search"), "entry-q"),
            html.Button([icon("search"), ctx.t("entry.lines.show")], type="submit", className="button button-quiet"),
        ],
        method="get", action=PATH, className="entry-row",
    )  # fmt: skip
    heads = [ctx.t("entry.column.name"), ctx.t("entry.lines.last"), ctx.t("entry.column.unit"),
             ctx.t("entry.column.period"), ctx.t("entry.lines.do")]  # fmt: skip
    rows = [_line(ctx, desk, line) for line in shown[:ENTRY_SHOWN]]
    count = ctx.t("entry.lines.count", shown=ctx.number(len(rows)), all=ctx.number(len(lines)))
    body: list[Child] = [find, html.P(count, className="muted", role="status")]
    none = html.P(ctx.t("entry.lines.none"))
    body.append(table(ctx.t("entry.lines.caption"), heads, rows, numeric=(1,)) if rows else none)
    return section(ctx.t("entry.lines.title"), html.Div(body), "lines", note=ctx.t("entry.lines.note"))


def _searched(line: Line) -> str:
    return " ".join((line.code, line.name_ru, line.name_kk or "", line.name_en, line.breakdown_ru)).casefold()


def _line(ctx: Context, desk: Desk, line: Line) -> list[Child]:
    last = line.latest("fact")
    words = [ctx.t("entry.lines.enter"), html.Span([" ", name_of(ctx, line)], className="visually-hidden")]
    return [
        html.Div(_title(ctx, line, line.id), className="long"), ctx.number(last.value) if last else NO_DATA,
        unit_of(ctx, line), last.period if last else NO_DATA, link(words, address(desk, line), "nowrap"),
    ]  # fmt: skip
