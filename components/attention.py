"""What is behind its plan in words: fact and plan, how far off, and where the trend leads."""

from analysis.attention import Gap
from components.context import Context
from components.figures import unit_of
from components.indicator_status import keys_of, said, status_words, verdict_period


def gap_words(ctx: Context, gap: Gap) -> tuple[str, str]:
    """Figures of an indicator that is behind, and the sentence on its trend."""
    verdict = gap.verdict
    if verdict.expected is None:
        return status_words(ctx, verdict, notes=False), ""
    figures, trend = said(ctx, verdict), keys_of(verdict)[-1]
    words = ctx.t("home.gap", fact=figures["fact"], plan=figures["expected"], unit=unit_of(ctx, gap.entry),
                  period=verdict_period(ctx, verdict))  # fmt: skip
    off = ctx.t("home.off", share=ctx.number(round(gap.share * 100, 1))) if gap.share else ""
    return ", ".join(part for part in (words, off) if part), ctx.t(trend, **figures)
