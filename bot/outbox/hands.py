"""Several hands carry claimed messages to their doors, while the next ones are being claimed."""

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import Self

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from bot.channels import Channel
from bot.db import Database
from bot.outbox.claims import recalled
from bot.outbox.outcomes import keep_results
from bot.outbox.parcels import Parcel, Result, bundles, carry_all
from bot.texts import Texts
from bot.traces import where_it_broke

log = logging.getLogger(__name__)

HANDS = 32
LOOK_SECONDS = 0.5  # so soon a hand knows that somebody has called its message back
KEPT_AGAIN = (0.2, 1.0, 3.0, 6.0)  # seconds: what is known must not become a doubt
Leaving = Sequence[Future[list[Result]]]


class Hands:
    """Carries one batch after the other; what came of all of them is kept before it lets go."""

    def __init__(self, database: Database, texts: Texts, channels: Mapping[str, Channel]) -> None:
        self.tally: Counter[str] = Counter()
        self._database, self._texts, self._channels = database, texts, channels
        self._pool = ThreadPoolExecutor(HANDS, thread_name_prefix="deliver")
        self._leaving: Leaving = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.carry(())
        finally:
            self._pool.shutdown()

    @property
    def are_busy(self) -> bool:
        return bool(self._leaving)

    def carry(self, parcels: Sequence[Parcel]) -> None:
        """Let these leave, and keep what came of those before them."""
        recalls = _Recalls(self._database, [parcel.message_id for parcel in parcels])
        send = partial(self._send, recalls=recalls)
        leaving = [self._pool.submit(send, each) for each in bundles(parcels, self._channels)]
        before, self._leaving = self._leaving, leaving
        results = [result for each in before for result in each.result()]
        if results:
            self._keep(results)
        self.tally.update(result.word for result in results)

    def _send(self, bundle: Sequence[Parcel], recalls: "_Recalls") -> list[Result]:
        """Hand parcels to their door, but for those taken back since they were claimed."""
        held = [each for each in bundle if each.is_too_late or recalls.has(each.message_id)]
        leaving = [each for each in bundle if each not in held]
        carried = carry_all(leaving, self._channels) if leaving else []
        return [*carried, *(Result(each, held=True) for each in held)]

    def _keep(self, results: Sequence[Result]) -> None:
        """Keep what came of a batch; where the database is cut off, ask it again for a while."""
        keep = partial(keep_results, texts=self._texts, results=results)
        for pause in KEPT_AGAIN:
            try:
                return self._database.run(keep)
            except (OperationalError, InterfaceError) as error:
                log.warning(
                    "what came of %s messages waits: %s", len(results), type(error).__name__
                )
                time.sleep(pause)
        return self._database.run(keep)


class _Recalls:
    """Which of a batch were taken back since they were claimed: all hands share each look."""

    def __init__(self, database: Database, message_ids: Sequence[int]) -> None:
        self._database, self._ids = database, message_ids
        self._found: set[int] = set()
        self._looks_at = 0.0
        self._lock = Lock()

    def has(self, message_id: int) -> bool:
        """Say whether it was taken back, or whether nobody can tell: then it waits."""
        try:
            with self._lock:
                if time.monotonic() >= self._looks_at:
                    self._look()
                return message_id in self._found
        except SQLAlchemyError as error:  # it was not sent: nobody need wonder
            log.error("message %s waits: %s", message_id, where_it_broke(error))
            return True

    def _look(self) -> None:
        with self._database.reading() as db:
            self._found = recalled(db, self._ids)
        self._looks_at = time.monotonic() + LOOK_SECONDS
