"""What one takes along from an indicator's page: files, picture, frame for another site, citation, address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import indicator_words as words
from components.basics import Child, attrs, icon
from components.context import Context
from components.indicator_wish import Wish, address_of
from config import i18n
from config.city import City, Source
from data.queries.indicators import Point
from data.queries.whence import Whence, newest, whence

EMBED, EMBED_WIDTH, EMBED_HEIGHT = "indicator-embed", 720, 560
_BIBTEX = re.compile(r"([&%$#_{}])")


@dataclass(frozen=True)
class Citation:
    """A citation in one language."""

    lang: i18n.Lang
    text: str


@dataclass(frozen=True)
class Cited:
    """What is cited: the passport, and where its values come from, those shown on the page."""

    row: Mapping[str, Any]
    from_: tuple[Whence, ...]

    @property
    def day(self) -> date | None:
        """Newest date of the values."""
        return newest(day for _, _, day in self.from_)

    def sources(self, city: City) -> list[tuple[str, Source | None]]:
        """Ids of the sources, each once, with what the city knows of them."""
        return [(code, city.source(code)) for code in dict.fromkeys(code for code, _, _ in self.from_)]

    def names(self, city: City, lang: i18n.Lang) -> str:
        """Names of the sources in a language."""
        return "; ".join(found.names[lang] if found else code for code, found in self.sources(city))

    def origins(self, lang: i18n.Lang) -> str:
        """Origins of the values in a language."""
        return ", ".join(i18n.t(lang, f"value.origin.{one}") for one in dict.fromkeys(one for _, one, _ in self.from_))


def cited(row: Mapping[str, Any], points: Iterable[Point]) -> Cited:
    """An indicator to cite, with its values."""
    return Cited(row, tuple(whence(points, str(row["source"]), str(row["origin"]), row["data_date"])))


def citations(ctx: Context, found: Cited, site: str, today: date) -> list[Citation]:
    """How to cite an indicator, in three languages; `site` is the address of the program with a slash at its end."""
    made, row, city = [], found.row, ctx.store.city
    for lang in i18n.LANGS:
        said = words.name(lang, row["name_kk"], row["name_ru"], row["name_en"]).words
        unit = words.unit(lang, city, row["unit"], row["unit_ru"], row["unit_en"])
        made.append(Citation(lang, i18n.t(
            lang, "indicator.cite.text", name=f"{said} ({unit})" if unit else said,
            source=found.names(city, lang), city=city.names[lang], date=i18n.date(lang, found.day, "long"),
            origin=found.origins(lang),
            address=f"{site}indicators/{row['code']}", today=i18n.date(lang, today, "long"),
        )))  # fmt: skip
    return made


def bibtex(ctx: Context, found: Cited, site: str, today: date) -> str:
    """The same for BibTeX; what its syntax reserves is escaped."""
    row, day = found.row, found.day
    authors = dict.fromkeys(source.attribution if source else code for code, source in found.sources(ctx.store.city))
    said = words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]).words
    note = f"{found.names(ctx.store.city, ctx.lang)}; {found.origins(ctx.lang)}"
    lines = {
        "title": f"{{{_escaped(said)}}}", "author": " and ".join(f"{{{_escaped(one)}}}" for one in authors),
        "year": str(day.year) if day else "", "publisher": f"{{{_escaped(ctx.t('app.name'))}}}",
        "note": _escaped(note), "url": f"{site}indicators/{row['code']}", "urldate": today.isoformat(),
    }  # fmt: skip
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in lines.items() if value)
    return f"@misc{{{row['code']},\n{body}\n}}"


def _escaped(text: str) -> str:
    return _BIBTEX.sub(r"\\\1", text.replace("\\", " "))


def embed_code(lang: i18n.Lang, code: str, wish: Wish, site: str, title: str) -> str:
    """HTML that shows the chart of the present state on another site, in a language."""
    address = address_of(code, wish).removeprefix("/")
    address += f"{'&' if '?' in address else '?'}lang={lang}"
    safe = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (f'<iframe src="{site}embed/{address.replace("&", "&amp;")}" title="{safe}" width="{EMBED_WIDTH}" '
            f'height="{EMBED_HEIGHT}" style="border:0;max-width:100%" loading="lazy"></iframe>')  # fmt: skip


def _file(symbol: str, label: Child, href: str, name: str) -> Component:
    return html.A([icon(symbol), label], href=href, className="button button-quiet", download=name)


def _picture(ctx: Context, kind: str) -> Component:
    return html.Button([icon("image"), ctx.t(f"indicator.take.{kind}")], type="button", className="button button-quiet",
                       **attrs(data_picture=kind))  # fmt: skip


def files(ctx: Context, code: str, wish: Wish) -> Component:
    """Downloads; those of the values are of the day of knowledge that the page is about."""
    at = f"?as_of={wish.day.isoformat()}" if wish.day else ""
    return html.Div(
        [
            _file("filetype-csv", ctx.t("indicators.download.csv"), f"/api/indicators/{code}.csv{at}", f"{code}.csv"),
            _file("filetype-xlsx", ctx.t("indicator.take.xlsx"), f"/api/indicators/{code}.xlsx{at}", f"{code}.xlsx"),
            _file("filetype-json", ctx.t("indicators.download.json"), f"/api/indicators/{code}{at}", f"{code}.json"),
            _picture(ctx, "png"), _picture(ctx, "svg"),
        ],
        className="actions",
    )  # fmt: skip


def copied(ctx: Context, key: str, label: Child, text: str, lang: str | None = None) -> Component:
    """A text to copy: it can be read and marked, with a button beside."""
    button = html.Button([icon("copy"), html.Span(ctx.t("indicator.take.copy"))], type="button",
                         className="button button-quiet button-small", **attrs(data_copy_from=key))  # fmt: skip
    area = html.Pre(text, id=key, lang=lang, className="copy-text", tabIndex=0, role="region",
                    **attrs(aria_labelledby=f"{key}-label"))  # fmt: skip
    head = html.Div([html.Span(label, id=f"{key}-label", className="copy-label"), button], className="copy-head")
    return html.Div([head, area], className="copy-box")


def take(ctx: Context, found: Cited, wish: Wish, site: str, today: date) -> Component:
    """Files, address, frame and citation of an indicator."""
    row, code = found.row, str(found.row["code"])
    said = words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]).words
    cite = [
        copied(ctx, f"indicator-cite-{one.lang}", ctx.t(f"shell.language.{one.lang}"), one.text, one.lang)
        for one in citations(ctx, found, site, today)
    ]
    bib = copied(ctx, "indicator-cite-bibtex", ctx.t("indicator.cite.bibtex"), bibtex(ctx, found, site, today))
    share = copied(ctx, "indicator-address", ctx.t("indicator.take.address"), f"{site}{address_of(code, wish)[1:]}")
    frame = copied(ctx, EMBED, ctx.t("indicator.take.embed_code"), embed_code(ctx.lang, code, wish, site, said))
    return html.Div(
        [
            files(ctx, code, wish),
            _fold("link-45deg", ctx.t("indicator.take.share"), [share]),
            _fold("code-slash", ctx.t("indicator.take.embed"),
                  [html.P(ctx.t("indicator.take.embed_note"), className="field-hint"), frame]),
            _fold("quote", ctx.t("indicator.cite.title"), [*cite, bib]),
        ]
    )  # fmt: skip


def _fold(symbol: str, title: Child, body: list[Component]) -> Component:
    return html.Details([html.Summary([icon(symbol), title]), *body], className="more-choices")
