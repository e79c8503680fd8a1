"""Roles, colleagues, second factor, recovery, sessions that can be listed, audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
PRACTICE = "practice.id"
ACCOUNT = "account.id"


def upgrade() -> None:
    op.add_column(
        "practice", sa.Column("second_factor_required", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("admin", sa.Boolean(), nullable=False, server_default=sa.false()))
        account.add_column(sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
        account.add_column(sa.Column("recovery_verifier", sa.String()))
        account.add_column(sa.Column("recovery_wrapped_key", sa.String()))
        account.add_column(sa.Column("totp_secret", sa.String()))
        account.add_column(sa.Column("totp_last_step", sa.Integer(), nullable=False, server_default="0"))
    # Until now a practice had one account: whoever set it up.
    op.execute(sa.text("UPDATE account SET admin = true, role = 'practitioner'"))
    # Sessions get names and devices; whoever was signed in signs in once more.
    op.drop_table("session")
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("account_id", sa.String(), sa.ForeignKey(ACCOUNT, ondelete="CASCADE"), nullable=False),
        sa.Column("device_name", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("must_enrol", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("practice_id", sa.String(), sa.ForeignKey(PRACTICE, ondelete="CASCADE"), nullable=False),
        sa.Column("invited_by", sa.String(), sa.ForeignKey(ACCOUNT, ondelete="CASCADE"), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("sealed_practice_key", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("practice_id", sa.String(), sa.ForeignKey(PRACTICE, ondelete="CASCADE"), nullable=False),
        sa.Column("account_id", sa.String(), sa.ForeignKey(ACCOUNT, ondelete="CASCADE"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
    )
    op.create_index("ix_audit_practice_at", "audit_entry", ["practice_id", "at"])
    op.create_table(
        "service_secret",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for table in ("service_secret", "audit_entry", "invitation"):
        op.drop_table(table)
    op.drop_table("session")
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(), primary_key=True),
        sa.Column("account_id", sa.String(), sa.ForeignKey(ACCOUNT, ondelete="CASCADE"), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    with op.batch_alter_table("account") as account:
        for column in ("admin", "active", "recovery_verifier", "recovery_wrapped_key", "totp_secret", "totp_last_step"):
            account.drop_column(column)
    op.drop_column("practice", "second_factor_required")
