"""What the practice's desk needs: its sealed profile, the history of an appointment, links that replace others."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("practice") as table:
        table.add_column(sa.Column("profile_sealed", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("profile_version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("consultation") as table:
        table.add_column(sa.Column("link_opened_at", TIME))
        table.add_column(sa.Column("patient_first_present_at", TIME))
        table.add_column(sa.Column("replaced_by", sa.String()))


def downgrade() -> None:
    with op.batch_alter_table("consultation") as table:
        for column in ("link_opened_at", "patient_first_present_at", "replaced_by"):
            table.drop_column(column)
    with op.batch_alter_table("practice") as table:
        for column in ("profile_sealed", "profile_version"):
            table.drop_column(column)
