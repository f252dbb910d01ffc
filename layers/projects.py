"""The register of projects of the city's programme as the Project Office keeps it: direction, term and money."""

from config.records import FieldRecord, LayerRecord, StyleRecord

# The ten basic directions of the programme (data/seed/cra/lists.csv, lines 73-82).
DIRECTIONS = {
    "dir_utilities": "cat-2", "dir_safety": "cat-7", "dir_green": "cat-3", "dir_economy": "cat-4",
    "dir_youth_culture_sport": "cat-5", "dir_inclusion_education_health": "cat-6", "dir_smart": "cat-1",
    "dir_government": "cat-8", "dir_polycentric": "cat-4", "dir_transport": "cat-1",
}  # fmt: skip

LAYERS = (
    LayerRecord(
        id="city_projects",
        module="monitoring",
        topic="governance",
        geometry="point",
        kinds=tuple(DIRECTIONS),
        fields=(
            FieldRecord(name="project_no", type="text"),
            FieldRecord(name="plan_start", type="date"),
            FieldRecord(name="plan_end", type="date"),
            FieldRecord(name="fact_start", type="date"),
            FieldRecord(name="fact_end", type="date"),
            FieldRecord(name="progress_pct", type="num", unit="percent", filter="range", in_tile=True, step=5),
            FieldRecord(name="term", type="code", filter="choice", in_tile=True),
            FieldRecord(name="delay_days", type="int", unit="day"),
            FieldRecord(name="cost_plan", type="num", unit="kzt"),
            FieldRecord(name="cost_fact", type="num", unit="kzt"),
            FieldRecord(name="money", type="code", filter="choice", in_tile=True),
        ),
        derive={
            "delay_days": "late:plan_end,fact_end,as_of",
            "term": "term:delay_days",
            "money": "money:cost_plan,cost_fact",
        },
        style=StyleRecord(color="cat-4", by="kind", classes=DIRECTIONS, radius=5.0, icon="clipboard-data"),
        filters=("kind", "state", "term", "money", "body", "progress_pct"),
        list_columns=(
            "project_no", "kind", "state", "term", "delay_days", "body", "plan_end", "fact_end", "progress_pct",
            "cost_plan", "cost_fact",
        ),
        order=79,
        timed=True,
    ),
)  # fmt: skip
