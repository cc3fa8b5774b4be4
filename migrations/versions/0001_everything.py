"""Everything that the first release has."""
# ruff: noqa: INP001 (alembic loads it by its path)

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "zw_bureau",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("bureau", name="zw_bureau_pk"),
    )
    op.create_table(
        "zw_case",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("root", sa.String(36), nullable=False),
        sa.Column("parent", sa.String(36), nullable=True),
        sa.Column("group_name", sa.String(40), nullable=True),
        sa.Column("item", sa.Text, nullable=True),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("regulation", sa.String(60), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("machine", sa.String(60), nullable=False),
        sa.Column("state", sa.String(60), nullable=False),
        sa.Column("final", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("items", sa.Text, nullable=False),
        sa.Column("acts", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("bureau", "id", name="zw_case_pk"),
        sa.UniqueConstraint("bureau", "number", name="zw_case_number_uq"),
    )
    op.create_index("zw_case_parent_ix", "zw_case", ["bureau", "parent", "group_name", "id"])
    op.create_index("zw_case_root_ix", "zw_case", ["bureau", "root"])
    op.create_index(
        "zw_case_state_ix", "zw_case", ["bureau", "regulation", "machine", "state", "id"]
    )
    op.create_table(
        "zw_case_department",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint(
            "bureau", "case_id", "field", "department", name="zw_case_department_pk"
        ),
        sa.ForeignKeyConstraint(
            ["bureau", "case_id"],
            ["zw_case.bureau", "zw_case.id"],
            name="zw_case_department_case_id_fk",
        ),
    )
    op.create_index(
        "zw_case_department_ix", "zw_case_department", ["bureau", "department", "case_id"]
    )
    op.create_table(
        "zw_event",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("root", sa.String(36), nullable=False),
        sa.Column("step", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("trigger_name", sa.String(60), nullable=True),
        sa.Column("label", sa.String(200), nullable=True),
        sa.Column("from_state", sa.String(60), nullable=True),
        sa.Column("to_state", sa.String(60), nullable=True),
        sa.Column("officer", sa.String(64), nullable=True),
        sa.Column("role", sa.String(60), nullable=True),
        sa.Column("department", sa.String(64), nullable=True),
        sa.Column("recorder", sa.String(64), nullable=True),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("form", sa.Text, nullable=True),
        sa.Column("form_digest", sa.String(64), nullable=True),
        sa.Column("changed", sa.Text, nullable=True),
        sa.Column("notes", sa.Text, nullable=True),
        sa.Column("supersedes", sa.Integer, nullable=True),
        sa.Column("corrects", sa.Integer, nullable=True),
        sa.Column("late", sa.Integer, nullable=False),
        sa.Column("idem_key", sa.String(120), nullable=True),
        sa.Column("request", sa.String(64), nullable=True),
        sa.Column("alg", sa.String(10), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("bureau", "case_id", "seq", name="zw_event_pk"),
        sa.UniqueConstraint("bureau", "idem_key", name="zw_event_idem_key_uq"),
    )
    op.create_index("zw_event_root_ix", "zw_event", ["bureau", "root"])
    op.create_index("zw_event_step_ix", "zw_event", ["bureau", "step", "position"])
    op.create_table(
        "zw_deadline",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("instance", sa.Integer, nullable=False),
        sa.Column("root", sa.String(36), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("anchor", sa.Date, nullable=True),
        sa.Column("rule", sa.String(60), nullable=True),
        sa.Column("due", sa.Date, nullable=True),
        sa.Column("provisional", sa.Integer, nullable=False),
        sa.Column("data_version", sa.String(80), nullable=True),
        sa.Column("excluded", sa.Text, nullable=True),
        sa.Column("paused_on", sa.Date, nullable=True),
        sa.Column("remind_on", sa.Date, nullable=True),
        sa.Column("undo", sa.Text, nullable=True),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date, nullable=True),
        sa.Column("lapse_seq", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("bureau", "case_id", "name", "instance", name="zw_deadline_pk"),
        sa.ForeignKeyConstraint(
            ["bureau", "case_id"], ["zw_case.bureau", "zw_case.id"], name="zw_deadline_case_id_fk"
        ),
    )
    op.create_index("zw_deadline_due_ix", "zw_deadline", ["bureau", "status", "due", "root"])
    op.create_index(
        "zw_deadline_remind_ix", "zw_deadline", ["bureau", "status", "remind_on", "root"]
    )
    op.create_index("zw_deadline_root_ix", "zw_deadline", ["bureau", "root", "status", "due"])
    op.create_table(
        "zw_breach",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("root", sa.String(36), nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("department", sa.String(64), nullable=True),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("lead", sa.String(64), nullable=True),
        sa.Column("superseded_by", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("bureau", "case_id", "seq", "name", name="zw_breach_pk"),
        sa.ForeignKeyConstraint(
            ["bureau", "case_id"], ["zw_case.bureau", "zw_case.id"], name="zw_breach_case_id_fk"
        ),
    )
    op.create_index("zw_breach_name_ix", "zw_breach", ["bureau", "name", "occurred_on"])
    op.create_table(
        "zw_refusal",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=True),
        sa.Column("machine", sa.String(120), nullable=False),
        sa.Column("trigger_name", sa.String(60), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=True),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("bureau", "id", name="zw_refusal_pk"),
    )
    op.create_index("zw_refusal_case_ix", "zw_refusal", ["bureau", "case_id"])
    op.create_table(
        "zw_regulation",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("regulation", sa.String(60), nullable=False),
        sa.Column("version", sa.Date, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("in_force_from", sa.Date, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=True),
        sa.Column("published_at", sa.BigInteger, nullable=False),
        sa.Column("published_by", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("bureau", "digest", name="zw_regulation_pk"),
    )
    op.create_index(
        "zw_regulation_force_ix", "zw_regulation", ["bureau", "regulation", "in_force_from"]
    )
    op.create_table(
        "zw_announcement",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("bureau", "region", "year", "place", name="zw_announcement_pk"),
    )
    op.create_table(
        "zw_department",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("first", sa.Date, nullable=True),
        sa.Column("last", sa.Date, nullable=True),
        sa.Column("successor", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("bureau", "id", name="zw_department_pk"),
    )
    op.create_table(
        "zw_officer",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("login", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("bureau", "id", name="zw_officer_pk"),
    )
    op.create_table(
        "zw_appointment",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("department", sa.String(64), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("instead_of", sa.String(64), nullable=False),
        sa.Column("last", sa.Date, nullable=True),
        sa.PrimaryKeyConstraint(
            "bureau",
            "officer",
            "role",
            "department",
            "first",
            "instead_of",
            name="zw_appointment_pk",
        ),
        sa.ForeignKeyConstraint(
            ["bureau", "officer"],
            ["zw_officer.bureau", "zw_officer.id"],
            name="zw_appointment_officer_fk",
        ),
    )
    op.create_table(
        "zw_service",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("rights", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("bureau", "name", name="zw_service_pk"),
    )
    op.create_table(
        "zw_number",
        sa.Column("bureau", sa.String(40), nullable=False),
        sa.Column("series", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("bureau", "series", "year", name="zw_number_pk"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("zw_number")
    op.drop_table("zw_service")
    op.drop_table("zw_appointment")
    op.drop_table("zw_officer")
    op.drop_table("zw_department")
    op.drop_table("zw_announcement")
    op.drop_index("zw_regulation_force_ix", "zw_regulation")
    op.drop_table("zw_regulation")
    op.drop_index("zw_refusal_case_ix", "zw_refusal")
    op.drop_table("zw_refusal")
    op.drop_index("zw_breach_name_ix", "zw_breach")
    op.drop_table("zw_breach")
    op.drop_index("zw_deadline_due_ix", "zw_deadline")
    op.drop_index("zw_deadline_remind_ix", "zw_deadline")
    op.drop_index("zw_deadline_root_ix", "zw_deadline")
    op.drop_table("zw_deadline")
    op.drop_index("zw_event_root_ix", "zw_event")
    op.drop_index("zw_event_step_ix", "zw_event")
    op.drop_table("zw_event")
    op.drop_index("zw_case_department_ix", "zw_case_department")
    op.drop_table("zw_case_department")
    op.drop_index("zw_case_parent_ix", "zw_case")
    op.drop_index("zw_case_root_ix", "zw_case")
    op.drop_index("zw_case_state_ix", "zw_case")
    op.drop_table("zw_case")
    op.drop_table("zw_bureau")
