"""The service's tables. It keeps times, states and ciphertext; who a patient is, it cannot read.

The tables come from Alembic's migrations (`migrations/`); `test_migrations` compares the two.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import DateTime, ForeignKey, Index, TypeDecorator, UniqueConstraint, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BUSY_TIMEOUT_MS = 5000


class DamagedDatabase(Exception):
    """The file is no database, or its content is damaged. It was not changed."""


class UtcDateTime(TypeDecorator[datetime]):
    """Times with their zone, in UTC; SQLite has no such type of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 (SQLAlchemy's own declaration)


class Practice(Base):
    __tablename__ = "practice"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]
    profile_sealed: Mapped[str] = mapped_column(server_default="")
    profile_version: Mapped[int] = mapped_column(server_default="0")


class Account(Base):
    __tablename__ = "account"
    id: Mapped[str] = mapped_column(primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    """Folded (`str.casefold`), so that capitals make no difference."""
    display_name: Mapped[str]
    role: Mapped[str]
    """`practitioner`, `staff` or `admin`."""
    salt: Mapped[str]
    time_cost: Mapped[int]
    memory_kib: Mapped[int]
    parallelism: Mapped[int]
    sign_in_hash: Mapped[str]
    """Argon2id of the sign-in value."""
    wrapped_practice_key: Mapped[str]
    created_at: Mapped[datetime]


class SignInSession(Base):
    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInAttempts(Base):
    """Failed attempts to sign in, by account name and by address, as hashes."""

    __tablename__ = "sign_in_attempts"
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime]


class Consultation(Base):
    """One appointment and its call."""

    __tablename__ = "consultation"
    link_id: Mapped[str] = mapped_column(primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    duration_minutes: Mapped[int]
    sealed: Mapped[str]
    patient_token_verifier: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    patient_present_since: Mapped[datetime | None]
    patient_left_at: Mapped[datetime | None]
    patient_was_present: Mapped[bool] = mapped_column(default=False)
    practitioner_present_since: Mapped[datetime | None]
    link_opened_at: Mapped[datetime | None]
    """When the patient's page first looked at the link."""
    patient_first_present_at: Mapped[datetime | None]
    replaced_by: Mapped[str | None]
    """Link id of the newer link, where this one was made void by it."""
    last_seq: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_consultation_practice_starts", "practice_id", "starts_at"),)


class MailboxMessage(Base):
    """One sealed message."""

    __tablename__ = "mailbox_message"
    link_id: Mapped[str] = mapped_column(ForeignKey("consultation.link_id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str]
    message_id: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("link_id", "sender", "message_id"),)


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def migrate(url: str) -> None:
    """Bring the database to the newest form.

    Raises:
        DamagedDatabase: The file cannot be read as a database.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                problem = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                if problem != "ok":
                    raise DamagedDatabase("the check of the file failed")
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                connection.commit()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DatabaseError as error:
        raise DamagedDatabase("the file is no database") from error
    finally:
        engine.dispose()


def open_database(url: str) -> AsyncEngine:
    """An engine on a migrated database."""
    engine = create_async_engine(url.replace("sqlite://", "sqlite+aiosqlite://", 1))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def configure(connection: Any, record: object) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.close()

    return engine
