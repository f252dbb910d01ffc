"""Layers of the module of the participatory budget: proposals of residents and the works paid from it."""

from config.records import FieldRecord, LayerRecord, StyleRecord

# What a proposal asks for; codes of their own, so that other layers may say the same thing in other words.
KIND_COLORS = {
    "pb_yard": "cat-1", "pb_playground": "cat-2", "pb_sport": "cat-3", "pb_lighting": "cat-4", "pb_pavement": "cat-5",
    "pb_greening": "cat-6", "pb_ditch": "cat-7", "pb_access": "cat-8",
}  # fmt: skip
# Stages of a proposal in the order of its path; `lost` ends it. The stage is the common column `state`.
STAGES = ("filed", "in_review", "in_refinement", "in_vote", "won", "funded", "in_work", "done", "lost")

_NUMBER = (
    FieldRecord(name="proposal_no", type="text"),
    FieldRecord(name="cycle", type="text", filter="choice", in_tile=True),
    FieldRecord(name="year", type="int", unit="year"),
)

LAYERS = (
    LayerRecord(
        id="budget_proposals",
        module="budget",
        topic="governance",
        geometry="point",
        kinds=tuple(KIND_COLORS),
        fields=(
            *_NUMBER,
            FieldRecord(name="description", type="text", in_list=False),
            FieldRecord(name="author_kind", type="code", in_list=False),
            FieldRecord(name="reviewed_at", type="date", in_list=False),
            FieldRecord(name="review_result", type="code", in_list=False),
            FieldRecord(name="remarks", type="text", in_list=False),
            FieldRecord(name="version_no", type="int", in_list=False),
            FieldRecord(name="refined_at", type="date", in_list=False),
            FieldRecord(name="vote_at", type="date", in_list=False),
            FieldRecord(name="votes", type="int"),
            FieldRecord(name="vote_place", type="int"),
            FieldRecord(name="decided_at", type="date", in_list=False),
            FieldRecord(name="funded_at", type="date", in_list=False),
            FieldRecord(name="budget_request", type="num", unit="kzt"),
            FieldRecord(name="budget_given", type="num", unit="kzt"),
        ),
        style=StyleRecord(color="cat-1", by="kind", classes=KIND_COLORS, radius=3.0, icon="megaphone"),
        filters=("kind", "state", "cycle"),
        list_columns=("proposal_no", "kind", "state", "cycle", "votes", "budget_request", "budget_given", "valid_from"),
        order=76,
        search=False,
        timed=True,
    ),
    LayerRecord(
        id="budget_works",
        module="budget",
        topic="governance",
        geometry="point",
        kinds=tuple(KIND_COLORS),
        fields=(
            *_NUMBER,
            FieldRecord(name="author_kind", type="code", in_list=False),
            FieldRecord(name="votes", type="int"),
            FieldRecord(name="budget_given", type="num", unit="kzt"),
            FieldRecord(name="spent", type="num", unit="kzt"),
            FieldRecord(name="contractor", type="text"),
            FieldRecord(name="plan_start", type="date", in_list=False),
            FieldRecord(name="plan_end", type="date"),
            FieldRecord(name="fact_start", type="date", in_list=False),
            FieldRecord(name="fact_end", type="date"),
            FieldRecord(name="progress_pct", type="num", unit="percent"),
            FieldRecord(name="photo_before", type="text", in_list=False),
            FieldRecord(name="photo_before_at", type="date", in_list=False),
            FieldRecord(name="photo_after", type="text", in_list=False),
            FieldRecord(name="photo_after_at", type="date", in_list=False),
            FieldRecord(name="story", type="text", in_list=False),
            FieldRecord(name="story_kk", type="text", in_list=False),
            FieldRecord(name="story_en", type="text", in_list=False),
        ),
        style=StyleRecord(color="cat-2", by="kind", classes=KIND_COLORS, radius=5.5, icon="cash-coin"),
        filters=("kind", "state", "cycle"),
        list_columns=(
            "proposal_no",
            "kind",
            "state",
            "contractor",
            "plan_end",
            "fact_end",
            "progress_pct",
            "budget_given",
            "spent",
        ),
        order=77,
        timed=True,
    ),
)
