"""The view at which a person's map opens when the address says nothing."""

from dataclasses import replace
from urllib.parse import parse_qsl

from components.context import Context
from data.views import start_of

SAYS_NOTHING = frozenset({"lang", "theme"})


def with_start(ctx: Context) -> Context:
    """The context with the query of the person's start view, if there is one and the address asks for nothing else."""
    if ctx.user.name is None or set(ctx.query) - SAYS_NOTHING:
        return ctx
    query = start_of(ctx.store, ctx.user.name)
    return replace(ctx, query={**dict(parse_qsl(query, keep_blank_values=True)), **ctx.query}) if query else ctx
