"""A Dask cluster that is running already as the crew: workers need svclint and the same Python, and no disk of ours."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as StillWaiting
from time import monotonic
from typing import Any, Final, TypeVar

from svclint.build import anywhere
from svclint.errands import OtherBuild
from svclint.spreading import Unreachable

R = TypeVar("R")
B = TypeVar("B")

PATIENCE: Final = 10.0  # seconds for somebody to answer at the address
DESERTED: Final = 60.0  # seconds without any worker
LOOK: Final = 2.0  # seconds between two looks at who is there


class Cluster:
    """The workers of a cluster. A worker that dies is replaced, and its work given to others, by Dask."""

    size = 256_000

    def __init__(self, address: str, patience: float = PATIENCE, deserted: float = DESERTED) -> None:
        """``address``: HOST:PORT of the scheduler. Raises Unreachable."""
        self.address = address
        self.deserted = deserted
        self._client = _client(address, patience)
        self._executor = self._client.get_executor(pure=False)
        self.deaths = _deaths()
        self.width = self._manned()

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """As Dask does it."""
        future: Future[R] = self._executor.submit(work, batch)
        return future

    def result(self, future: Future[R]) -> R:
        """Wait for an answer, as long as there is somebody who may give it. Raises ``deaths`` and Unreachable."""
        seen = monotonic()
        while True:
            try:
                return future.result(LOOK)
            except self.deaths:
                raise
            except StillWaiting:
                seen = monotonic() if self._threads() else seen
            except CancelledError:
                raise self._unreachable("it went away") from None
            except OtherBuild as error:
                raise self._unreachable(f"a worker there has {error}, and here is {anywhere()}") from None
            except Exception as error:
                raise self._unreachable(f"a worker there failed: {_line(error)}") from None
            if monotonic() - seen > self.deserted:
                raise self._unreachable(f"no worker was there for {self.deserted:g} s")

    def renew(self) -> None:
        """Dask has done so."""

    def close(self) -> None:
        """Leave the cluster as it was."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=PATIENCE)

    def _manned(self) -> int:
        """Wait for a worker; how many threads there are."""
        from distributed import TimeoutError as Deserted

        try:
            self._client.wait_for_workers(1, timeout=self.deserted)
        except Deserted:
            self.close()
            raise self._unreachable("it has no workers") from None
        return self._threads()

    def _threads(self) -> int:
        workers = self._client.scheduler_info(n_workers=-1).get("workers", {})
        return sum(one["nthreads"] for one in workers.values())

    def _unreachable(self, why: str) -> Unreachable:
        return Unreachable(f"the Dask cluster at {self.address}: {why}")


def _client(address: str, patience: float) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise Unreachable("for a Dask cluster, svclint has to be installed as svclint[cluster]") from None
    # What goes wrong is said in one line; Dask would say it in many.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        connect: Any = Client
        return connect(f"tcp://{address}", timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Unreachable(f"no Dask cluster answers at {address}: {_line(error)}") from None


def _deaths() -> tuple[type[BaseException], ...]:
    from distributed import KilledWorker

    return (KilledWorker,)


def _line(error: Exception) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= 200 else f"{text[:200]}..."
