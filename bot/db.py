"""The database: engine, column types, transactions and migrations, the same on both servers."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar, cast

from sqlalchemy import (
    BigInteger,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Update,
    bindparam,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from bot import clock
from bot.crypto import Vault
from bot.settings import Settings

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
BUSY_SECONDS = 15
GIVES_WAY_SECONDS = 1.0
BigId = BigInteger().with_variant(Integer, "sqlite")
# postgresql.org/docs/current/errcodes-appendix.html
_RETRIED = {"40001", "40P01"}  # serialization failure, deadlock
_HELD = "55P03"  # lock not available in time


class Base(DeclarativeBase):
    """Root of every table; names of constraints follow one convention so migrations find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


class Sealed(TypeDecorator[Any]):
    """A JSON value that is encrypted at rest, bound to its field's name."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return _vault().seal(plain, field=self.field)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return json.loads(_vault().open(bytes(value), field=self.field))


class SealedBytes(Sealed):
    """A file's bytes, encrypted at rest as they are."""

    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _vault().seal(value, field=self.field)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _vault().open(bytes(value), field=self.field)


class ShopState(Base):
    """The one row that every transaction reads first."""

    __tablename__ = "shop_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    content_version: Mapped[int] = mapped_column(default=0)
    clock_ahead_seconds: Mapped[int] = mapped_column(BigInteger, default=0)
    mode: Mapped[str] = mapped_column(String(8))


class Lease(Base):
    """Who does a job that only one process may do, and until when (real time)."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class WrongDatabase(Exception):
    """The database belongs to a demo, or to a real shop, and the settings say the other."""


class Database:
    """The engine with the only two ways to use it: `transaction` and `reading`."""

    def __init__(self, settings: Settings) -> None:
        self.engine = connect(settings)
        self.demo = settings.demo
        self._turnstile = _turnstile(self.engine)
        clock.use_zone(settings.zone)

    def give_way(self) -> None:
        """Let customers write before this process does, which can wait."""
        if self._turnstile:
            self._turnstile.gives_way = True

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit what the block did, or nothing of it."""
        turn = self._turnstile or nullcontext()
        with turn, Session(self.engine, expire_on_commit=False) as db, db.begin():
            self._begin(db)
            yield db

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for looking only; on SQLite it never waits for the one writer."""
        options = {"reading": True}
        with Session(self.engine.execution_options(**options), expire_on_commit=False) as db:
            self._begin(db)
            yield db

    def run(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction; once more where another one was at the same row first."""
        try:
            with self.transaction() as db:
                return work(db)
        except (OperationalError, IntegrityError) as error:
            if not _was_a_race(error):
                raise
        with self.transaction() as db:
            return work(db)

    def _begin(self, db: Session) -> None:
        row = db.connection().exec_driver_sql(_STATE).one_or_none()
        db.info["content_version"] = row.content_version if row else 0
        if self.demo and row:
            clock.run_ahead(timedelta(seconds=row.clock_ahead_seconds))


class _Turnstile:
    """Lets one writer through, of all threads and processes, and wakes the next one at once.

    SQLite itself would make them ask again and again, at growing intervals. Who comes back at once
    stands behind who waits: the next in line holds the second file until her turn has come. Who
    `gives_way` lets all go first who are in the third file, the customers, for a second at most.
    """

    def __init__(self, database: Path) -> None:
        self._turn = database.with_name(f"{database.name}.turn")
        self._next = database.with_name(f"{database.name}.next")
        self._customers = database.with_name(f"{database.name}.customers")
        self._threads = Lock()
        self.gives_way = False

    def __enter__(self) -> None:
        here = None if self.gives_way else self._customers.open("a")
        if here is None:
            self._let_customers_go()
        else:
            flock(here, LOCK_SH)
        self._threads.acquire()
        self._here = here
        with self._next.open("a") as in_line:
            flock(in_line, LOCK_EX)
            self._file = self._turn.open("a")
            flock(self._file, LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()  # which ends the lock
        if self._here:
            self._here.close()
        self._threads.release()

    def _let_customers_go(self) -> None:
        until = monotonic() + GIVES_WAY_SECONDS
        with self._customers.open("a") as customers:
            while monotonic() < until:
                with suppress(BlockingIOError):
                    flock(customers, LOCK_EX | LOCK_NB)
                    return
                sleep(0.005)


def _turnstile(engine: Engine) -> _Turnstile | None:
    """Return what a writer waits at: on PostgreSQL nothing, its rows are the locks."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        return _Turnstile(Path(engine.url.database))
    return None


_STATE = "SELECT content_version, clock_ahead_seconds FROM shop_state WHERE id = 1"
_current: list[Vault] = []


def connect(settings: Settings) -> Engine:
    """Open the engine; fields are sealed with the keys of these settings from here on."""
    _current[:] = [Vault.of(settings.keys)]
    if settings.database.startswith("sqlite"):
        engine = create_engine(
            settings.database,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            pool_size=16,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        settings.database,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=False,
        connect_args={"options": "-c timezone=UTC -c lock_timeout=14s"},
    )


def fingerprint(value: str, *, field: str) -> str:
    """Return the keyed hash under which `field` is looked up."""
    return _vault().fingerprint(value, field=field)


def migrate(settings: Settings) -> None:
    """Bring the tables up to date; safe to call from several processes at once."""
    from alembic import command
    from alembic.config import Config

    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    config = Config(ROOT / "alembic.ini")
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(7431)"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _claim_mode(connection, settings)
    finally:
        engine.dispose()


def _claim_mode(connection: Connection, settings: Settings) -> None:
    mode = "demo" if settings.demo else "real"
    insert = text(
        "INSERT INTO shop_state (id, content_version, clock_ahead_seconds, mode)"
        " VALUES (1, 0, 0, :mode) ON CONFLICT (id) DO NOTHING"
    )
    connection.execute(insert, {"mode": mode})
    found = connection.execute(text("SELECT mode FROM shop_state WHERE id = 1")).scalar_one()
    if found != mode:
        raise WrongDatabase(
            f"DATABASE_URL: this database holds a {found} shop, and the settings say {mode}"
        )


def _vault() -> Vault:
    return _current[0]


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event opens transactions, not sqlite3
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def was_held_too_long(error: Exception) -> bool:
    """Say whether it is a wait for somebody else's row that ran out; on SQLite none does."""
    return getattr(getattr(error, "orig", None), "sqlstate", "") == _HELD


def _was_a_race(error: OperationalError | IntegrityError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    return cast(str, getattr(error.orig, "sqlstate", "")) in _RETRIED


def insert(db: Session, table: type[Base], **values: Any) -> None:
    """Insert a row that nobody needs as an object."""
    statement = _plain(_dialect(db), table, tuple(values))
    _flush_new(db)
    db.execute(statement, values)


def insert_new(db: Session, table: type[Base], **values: Any) -> int:
    """Insert a row; return the id it got."""
    statement = _numbered(_dialect(db), table, tuple(values))
    _flush_new(db)
    return cast(int, db.execute(statement, values).scalar_one())


def insert_once(db: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row unless its unique key is taken; return whether it was inserted."""
    statement = _once(_dialect(db), table, tuple(values))
    _flush_new(db)
    # without it SQLAlchemy doesn't keep an INSERT's count, and psycopg then says -1
    result = db.execute(statement, values, execution_options={"preserve_rowcount": True})
    return cast(CursorResult[Any], result).rowcount == 1


def put(db: Session, table: type[Base], keys: dict[str, Any], **values: Any) -> None:
    """Insert a row, or change the one that has these keys."""
    statement = _put(_dialect(db), table, tuple(keys), tuple(values))
    _flush_new(db)
    db.execute(statement, {**keys, **values})


def _flush_new(db: Session) -> None:
    """Write what a row may point at and still waits in the session."""
    if db.new:
        db.flush()


# Statements are built once: building one takes as long as running it.
@cache
def _plain(dialect: str, table: type[Base], names: Sequence[str]) -> Any:
    return _insert(dialect, table, names)


@cache
def _numbered(dialect: str, table: type[Base], names: Sequence[str]) -> Any:
    return _insert(dialect, table, names).returning(table.__table__.c.id)


@cache
def _once(dialect: str, table: type[Base], names: Sequence[str]) -> Any:
    return _insert(dialect, table, names).on_conflict_do_nothing()


@cache
def _put(dialect: str, table: type[Base], keys: Sequence[str], names: Sequence[str]) -> Any:
    insert = _insert(dialect, table, [*keys, *names])
    changed = {name: insert.excluded[name] for name in names}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def _insert(dialect: str, table: type[Base], names: Sequence[str]) -> Any:
    kind = postgresql if dialect == "postgresql" else sqlite
    return kind.insert(table.__table__).values({name: bindparam(name) for name in names})


def _dialect(db: Session) -> str:
    return db.get_bind().dialect.name


def change(db: Session, statement: Update | Insert, **values: Any) -> int:
    """Run an UPDATE, or an INSERT of what is missing; return how many rows it was.

    `values` are for its blanks.
    """
    # without it SQLAlchemy doesn't keep an INSERT's count, and psycopg then says -1
    kept = {"preserve_rowcount": True}
    result = db.execute(statement, values or None, execution_options=kept)
    return cast(CursorResult[Any], result).rowcount


def table_of(model: type[Base]) -> Table:
    """Return a model's table, for statements that need no objects and are built once."""
    return cast(Table, model.__table__)
