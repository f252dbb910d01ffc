"""Parts about quality: meals with alerts, safety, sport grounds, appeals by organization, services."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.meal_alerts import BACK_DAYS, DAYS, LEAST
from components import badges
from components.basics import Child, day, link, outside, table
from components.charts import axis_title, base_layout
from components.context import Context
from components.education.answers import lacking, safety_words
from components.education.facts import Facts, codes, facts, org_link, pct, place, source_of, whole
from components.map_words import code_words
from components.module.ask import Ask, here
from components.module.parts import chart_with_table, sheet
from components.palette import COLORS
from components.periods import month_words
from data.queries.education import COMPLAINT, KINDERGARTEN, SAFETY, SCHOOL, SPORT_SCHOOL, Org, sees_safety
from layers.education_register import APPEAL_TOPICS

MOST_APPEALS = 15
GROUNDS = ("good", "renewed", "worn", "no_ground", "unknown")
# Seed 001 l. 322: seven services on two portals; how often they are used nobody has shared.
PORTALS = (("queue", "https://balabaqsha.bilimalmaty.kz/"), ("portal", "https://bilimalmaty.kz/"))


def meals(ctx: Context, ask: Ask) -> Component | None:
    """Schools with repeated complaints, complaints by month, results of inspections."""
    found = facts(ctx, ask)
    if found.as_of is None:
        return None
    parts = [_alerts(ctx, found), _months(ctx, found), _results(ctx, found)]
    return html.Div([part for part in parts if part is not None])


def _alerts(ctx: Context, found: Facts) -> Component:
    lead = ctx.t("education.meals.rule", least=LEAST, days=DAYS, back=BACK_DAYS, date=ctx.date(found.as_of))
    if not found.alerts:
        return html.P([ctx.t("education.meals.no_alerts"), " ", lead])
    heads = [ctx.t(f"education.column.{name}") for name in
             ("name", "district", "complaints", "first", "last", "looked")]  # fmt: skip
    rows: list[list[Child]] = []
    for alert in found.alerts:
        org = found.org(alert.org)
        looked = badges.badge("looked", ctx.t("education.meals.looked"), "check-circle") if alert.inspected else (
            badges.badge("not-looked", ctx.t("education.meals.not_looked"), "exclamation-triangle"))  # fmt: skip
        name = org_link(ctx, org) if org is not None else alert.org
        where = place(ctx, org.district) if org is not None else ctx.number(None)
        rows.append([name, where, whole(ctx, alert.count), day(ctx, alert.first), day(ctx, alert.last), looked])
    drawn = sheet(ctx, "meals-alerts", table(ctx.t("education.meals.alerts"), heads, rows, numeric=(2,)))
    return html.Div([html.P(lead, className="section-note"), drawn])


def _months(ctx: Context, found: Facts) -> Component | None:
    counts = Counter(f"{event.day:%Y-%m}" for event in found.meals if event.kind == COMPLAINT)
    if not counts:
        return None
    months = sorted(counts)
    layout = base_layout(ctx)
    layout["yaxis"]["title"] = axis_title(ctx.theme, ctx.t("education.column.complaints"))
    layout["xaxis"]["type"] = "category"
    bars = {"type": "bar", "x": [month_words(ctx, month) for month in months], "y": [counts[month] for month in months],
            "marker": {"color": COLORS[ctx.theme]["cat-6"]}, "name": ctx.t("education.column.complaints")}  # fmt: skip
    topics = Counter(event.topic for event in found.meals if event.kind == COMPLAINT and event.topic).most_common(1)
    words = ctx.t("education.meals.months", count=whole(ctx, sum(counts.values())),
                  topic=code_words(ctx, "meal_topic", topics[0][0]) if topics else ctx.number(None))  # fmt: skip
    heads = [ctx.t("education.column.month"), ctx.t("education.column.complaints")]
    lines = [[month_words(ctx, month), whole(ctx, counts[month])] for month in months]
    drawn = table(ctx.t("education.meals.months_caption"), heads, lines, numeric=(1,))
    figure: dict[str, Any] = {"data": [bars], "layout": layout}
    source, _, origin = source_of(ctx, [event.row for event in found.meals])
    caption = [words, " ", *([badges.age_badge(ctx, found.as_of, source.rhythm)] if source else []),
               *([badges.origin_badge(ctx, origin)] if origin else [])]  # fmt: skip
    return chart_with_table(ctx, "meals-months", figure, words, caption, drawn)


def _results(ctx: Context, found: Facts) -> Component | None:
    """Last inspections of schools by result; schools without any stand in a row of their own."""
    listed = found.of(SCHOOL)
    if not listed:
        return None
    counts = Counter(str(org.row["meal_inspection_result"] or "none") for org in listed)
    shares = [org.row["free_meals_pct"] for org in listed if org.row["free_meals_pct"] is not None]
    rows: list[list[Child]] = [
        [ctx.t("education.meals.not_inspected") if name == "none" else code_words(ctx, "meal_inspection_result", name),
         whole(ctx, counts[name])] for name in ("meal_violations", "meal_remarks", "meal_good", "none") if counts[name]
    ]  # fmt: skip
    heads = [ctx.t("education.column.result"), ctx.t("education.column.schools")]
    mean = ctx.t("education.meals.free", pct=pct(ctx, sum(shares) / len(shares) if shares else None))
    drawn = sheet(ctx, "meals-results", table(ctx.t("education.meals.results"), heads, rows, numeric=(1,)))
    return html.Div([drawn, html.P(mean, className="section-note")])


def safety(ctx: Context, ask: Ask) -> Component | None:
    """Schools without alarm buttons, turnstiles and cameras in every district, for those who may know."""
    found, city = facts(ctx, ask), facts(ctx, replace(ask, district=None)).of(SCHOOL)
    if not found.of(SCHOOL):
        return None
    lead = html.P(safety_words(ctx, found), className="education-lead")
    if not sees_safety(ctx.store, ctx.user):
        return lead
    heads = [ctx.t(f"education.column.{name}") for name in ("district", "schools", *SAFETY, "unknown")]
    rows: list[list[Child]] = []
    for code in codes(ctx):
        own = [org for org in city if org.district == code]
        if own:
            rows.append([link(place(ctx, code), here(ctx, ask, d=code)), *_safety_cells(ctx, own)])
    foot = [ctx.t("module.whole_city"), *_safety_cells(ctx, city)]
    drawn = table(ctx.t("education.safety.caption"), heads, rows, numeric=(1, 2, 3, 4, 5), foot=foot)
    return html.Div([lead, sheet(ctx, "safety-table", drawn), *_without(ctx, found)])


def _safety_cells(ctx: Context, own: Sequence[Org]) -> list[Child]:
    """Schools that lack each thing; a school of which nothing is known is counted by itself."""
    lack = [sum(org.row.get(name) is False or org.row.get(name) == 0 for org in own) for name in SAFETY]
    unknown = sum(any(org.row.get(name) is None for name in SAFETY) for org in own)
    return [whole(ctx, number) for number in (len(own), *lack, unknown)]


def _without(ctx: Context, found: Facts) -> list[Component]:
    """Big schools without an alarm button by name."""
    listed = sorted((org for org in found.of(SCHOOL) if org.row.get("alarm_button") is False),
                    key=lambda org: (-(org.pupils or 0), org.id))[:MOST_APPEALS]  # fmt: skip
    if not listed:
        return []
    heads = [ctx.t(f"education.column.{name}") for name in ("name", "district", "pupils")]
    rows: list[list[Child]] = [[org_link(ctx, org), place(ctx, org.district), whole(ctx, org.pupils)] for org in listed]
    caption = ctx.t("education.safety.without", shown=whole(ctx, len(listed)),
                    total=whole(ctx, lacking(found, "alarm_button")))  # fmt: skip
    return [sheet(ctx, "safety-without", table(caption, heads, rows, numeric=(2,)))]


def sport(ctx: Context, ask: Ask) -> Component | None:
    """State of the grounds of schools, and whether residents may use them; sport schools."""
    found = facts(ctx, ask)
    listed = found.of(SCHOOL)
    if not listed:
        return None
    heads = [ctx.t(f"education.column.{name}") for name in ("ground", "schools", "open", "closed", "open_unknown")]
    rows: list[list[Child]] = []
    for state in GROUNDS:
        own = [org for org in listed if (org.row["sport_ground_state"] or "unknown") == state]
        if own:
            opened = Counter(org.row["open_to_residents"] for org in own)
            rows.append([code_words(ctx, "sport_ground_state", state), whole(ctx, len(own)),
                         *(whole(ctx, opened[flag]) for flag in (True, False, None))])  # fmt: skip
    clubs = found.of(SPORT_SCHOOL)
    said = ctx.t("education.sport.said", open=whole(ctx, sum(org.row["open_to_residents"] is True for org in listed)),
                 worn=whole(ctx, sum(org.row["sport_ground_state"] == "worn" for org in listed)),
                 clubs=whole(ctx, len(clubs)), athletes=whole(ctx, sum(org.pupils or 0 for org in clubs)))  # fmt: skip
    drawn = table(ctx.t("education.sport.caption"), heads, rows, numeric=(1, 2, 3, 4))
    return html.Div([html.P(said, className="education-lead"), sheet(ctx, "sport-grounds", drawn)])


def appeals(ctx: Context, ask: Ask) -> Component | None:
    """Organizations about which most people write, with what they write about."""
    found = facts(ctx, ask)
    listed = sorted((org for org in found.orgs if org.row["appeals_total"]),
                    key=lambda org: (-org.row["appeals_total"], org.id))  # fmt: skip
    if not listed:
        return None
    totals = {kind: sum(org.row["appeals_total"] for org in listed if org.kind == kind)
              for kind in (SCHOOL, KINDERGARTEN)}  # fmt: skip
    topics = Counter({topic: sum(org.row[f"appeals_{topic}"] or 0 for org in listed) for topic in APPEAL_TOPICS})
    said = ctx.t("education.appeals.said", total=whole(ctx, sum(totals.values())),
                 schools=whole(ctx, totals[SCHOOL]), gardens=whole(ctx, totals[KINDERGARTEN]),
                 topic=ctx.t(f"education.topic.{topics.most_common(1)[0][0]}"))  # fmt: skip
    heads = [ctx.t("education.column.name"), ctx.t("education.column.district"), ctx.t("education.column.appeals"),
             *(ctx.t(f"education.topic.{topic}") for topic in APPEAL_TOPICS)]  # fmt: skip
    rows: list[list[Child]] = [
        [org_link(ctx, org), place(ctx, org.district), whole(ctx, org.row["appeals_total"]),
         *(whole(ctx, org.row[f"appeals_{topic}"]) for topic in APPEAL_TOPICS)] for org in listed[:MOST_APPEALS]
    ]  # fmt: skip
    source, data_date, origin = source_of(ctx, [org.row for org in listed])
    marks = [badges.age_badge(ctx, data_date, source.rhythm)] if source is not None else []
    caption = ctx.t("education.appeals.caption", shown=whole(ctx, len(rows)), total=whole(ctx, len(listed)))
    drawn = sheet(ctx, "appeals-orgs", table(caption, heads, rows, numeric=tuple(range(2, len(heads)))))
    lead = html.P([said, " ", *marks, *([badges.origin_badge(ctx, origin)] if origin else [])],
                  className="education-lead")  # fmt: skip
    return html.Div([lead, drawn])


def services(ctx: Context, _ask: Ask) -> Component:
    """The automated services and their portals; a dash where the operator has not shared how often they are used."""
    heads = [ctx.t(f"education.column.{name}") for name in ("service", "what", "use")]
    rows: list[list[Child]] = [
        [outside(ctx.t(f"education.services.{key}"), address), ctx.t(f"education.services.{key}_what"),
         ctx.t("education.services.no_use")] for key, address in PORTALS
    ]  # fmt: skip
    drawn = sheet(ctx, "services-table", table(ctx.t("education.services.caption"), heads, rows))
    return html.Div([html.P(ctx.t("education.services.said"), className="education-lead"), drawn])
