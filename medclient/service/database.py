"""The service's tables. It keeps times, states and ciphertext; who a patient is, it cannot read.

The tables come from Alembic's migrations (`migrations/`); `test_migrations` compares the two.
"""

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, TypeDecorator, UniqueConstraint, create_engine, event, inspect
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

BUSY_TIMEOUT_MS = 5000
MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseGone(SQLAlchemyError):
    """The file was removed or replaced beneath us: what is written now would be lost with the process."""


class DamagedDatabase(Exception):
    """The file is no database, or its content is damaged. It was not changed."""


class UnwritableDatabase(Exception):
    """The file may be whole, but it cannot be written: rights, a read-only or full disk, somebody's lock."""


NOT_DAMAGED = frozenset(
    (
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    )
)
"""Codes of SQLite's that say nothing of the content."""


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
    second_factor_required: Mapped[bool] = mapped_column(default=False)
    """Whoever has none must enrol at the next sign-in."""


class Account(Base):
    __tablename__ = "account"
    id: Mapped[str] = mapped_column(primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    """Folded (`str.casefold`), so that capitals make no difference."""
    display_name: Mapped[str]
    role: Mapped[str]
    """`practitioner` or `staff`."""
    admin: Mapped[bool] = mapped_column(default=False)
    """Whether it manages the practice, beside its role (docs/decisions)."""
    active: Mapped[bool] = mapped_column(default=True)
    salt: Mapped[str]
    time_cost: Mapped[int]
    memory_kib: Mapped[int]
    parallelism: Mapped[int]
    sign_in_hash: Mapped[str]
    """Argon2id of the sign-in value."""
    wrapped_practice_key: Mapped[str]
    created_at: Mapped[datetime]
    recovery_verifier: Mapped[str | None]
    """SHA-256 of the value that a recovery code proves itself with."""
    recovery_wrapped_key: Mapped[str | None]
    totp_secret: Mapped[str | None]
    """Base32; in the clear, since the service itself must check the codes made from it."""
    totp_last_step: Mapped[int] = mapped_column(default=0)
    """The newest 30-s step whose code was used; none is taken twice."""


class SignInSession(Base):
    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    """How the session is named in lists; it opens nothing."""
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    device_name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    must_enrol: Mapped[bool] = mapped_column(default=False)
    """It may do nothing until a second factor is set up."""


class Invitation(Base):
    """A colleague's way in, once; the key that opens `sealed_practice_key` never comes here."""

    __tablename__ = "invitation"
    id: Mapped[str] = mapped_column(primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    invited_by: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    verifier: Mapped[str]
    sealed_practice_key: Mapped[str]
    display_name: Mapped[str]
    role: Mapped[str]
    admin: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what, when; nothing about a patient."""

    __tablename__ = "audit_entry"
    number: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    action: Mapped[str]
    subject: Mapped[str]
    """Id of the account or appointment it was done to; may be empty."""

    __table_args__ = (Index("ix_audit_practice_at", "practice_id", "at"),)


class ServiceSecret(Base):
    """Random values of this service's own."""

    __tablename__ = "service_secret"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SignInAttempts(Base):
    """Attempts to sign in that have failed or are under way, by account name and by address, as hashes."""

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
    mailbox_chars: Mapped[int] = mapped_column(default=0)
    """How long the bodies of all its messages are together."""

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
        UnwritableDatabase: It cannot be written.
    """
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                problem = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                if problem != "ok":
                    raise DamagedDatabase("the check of the file failed")
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                connection.commit()
                # That a file cannot be written SQLite says when it is: the smallest thing that changes nothing.
                connection.exec_driver_sql("PRAGMA user_version=0")
                connection.commit()
            newest = _is_newest(connection)
            connection.commit()  # Alembic has transactions of its own
            if not newest:
                _upgrade(connection)
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in NOT_DAMAGED:
            raise UnwritableDatabase("the file cannot be written") from error
        raise DamagedDatabase("the file is no database") from error
    finally:
        engine.dispose()


def newest_revision() -> str:
    """The migration that no other follows, by what the files say of themselves."""
    texts = [file.read_text(encoding="utf-8") for file in (MIGRATIONS / "versions").glob("*.py")]
    own, followed = (
        {found[1] for text in texts if (found := re.search(rf'^{name}\b.*= "(\w+)"', text, re.MULTILINE))}
        for name in ("revision", "down_revision")
    )
    (newest,) = own - followed
    return newest


def _is_newest(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    present = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return list(present) == [newest_revision()]


def _upgrade(connection: Connection) -> None:
    # Loading Alembic takes a quarter of a second and 15 MB, and nearly every start finds nothing for it to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def open_database(url: str) -> AsyncEngine:
    """An engine on a migrated database."""
    # Errors tell what they were about, never the values.
    engine = create_async_engine(url.replace("sqlite://", "sqlite+aiosqlite://", 1), hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def configure(connection: Any, record: object) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            cursor.execute("PRAGMA synchronous=NORMAL")
            # What is deleted is overwritten.
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.close()

        file = Path(engine.url.database or "")
        known = _identity(file)

        @event.listens_for(engine.sync_engine, "before_cursor_execute")
        def check_file(*_: object) -> None:
            if _identity(file) != known:
                raise DatabaseGone("the file is another, or gone")

    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


async def forget_log(engine: AsyncEngine) -> bool:
    """Take what was deleted out of SQLite's write-ahead log, too; False where readers were in the way."""
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        busy = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
    return not busy


async def reclaim(engine: AsyncEngine) -> None:
    """Take what was deleted out of the file, too; PostgreSQL does so by itself."""
    if engine.dialect.name != "sqlite":
        return
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("VACUUM")
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
