"""The same map on this machine or on a Dask cluster."""

from __future__ import annotations

import importlib.metadata
import warnings
from typing import TYPE_CHECKING, Any, TypeVar

import beltplan
from beltplan.plan.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["Workers"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """Run independent tasks here, or on a cluster given by its address.

    Results come in the order of the tasks and are the same in both cases: tasks draw no random
    numbers, and each is solved on the same number of threads. A task whose worker dies is run
    again by the cluster.

    Parameters
    ----------
    address
        Address of a Dask scheduler (``tcp://host:8786``); None for this process.

    Raises
    ------
    ClusterError
        On entering, if no scheduler answers, or workers have another version or none.

    Examples
    --------
    >>> with Workers() as workers:
    ...     list(workers.map(abs, [-1, 2]))
    [1, 2]
    """

    def __init__(self, address: str | None = None) -> None:
        self.address = address
        self._client: Any = None

    def __enter__(self) -> Workers:
        if self.address is not None:
            try:
                from distributed import Client
            except ImportError as error:
                message = "a cluster needs the package distributed"
                raise ClusterError(message, "pip install 'beltplan[cluster]'") from error
            try:
                self._client = Client(  # type: ignore[no-untyped-call]
                    self.address, timeout="10s", set_as_default=False
                )
                self._check()
            except (OSError, ValueError) as error:
                self.__exit__()
                message = f"no scheduler answers at {self.address}"
                way_out = "start one with `dask scheduler`, and workers with `dask worker`"
                raise ClusterError(message, way_out) from error
            except ClusterError:
                self.__exit__()
                raise
        return self

    def _check(self) -> None:
        """See that every worker has this version; a task that it cannot read would never end."""
        way_out = f"install beltplan {beltplan.__version__} where the workers run"
        try:
            found = self._client.run(importlib.metadata.version, "beltplan")
        except importlib.metadata.PackageNotFoundError as error:
            message = f"workers of {self.address} do not have beltplan"
            raise ClusterError(message, way_out) from error
        others = sorted(set(found.values()) - {beltplan.__version__})
        if others:
            message = f"workers of {self.address} have beltplan {', '.join(others)}"
            raise ClusterError(message, way_out)

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def map(
        self,
        task: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        done: Callable[[int, int], None] | None = None,
    ) -> Iterator[Result]:
        """Yield the results in order.

        Parameters
        ----------
        task
            A function of a module (it is sent by name).
        items
            Its arguments.
        done
            Called with the number done and the number of all.

        Raises
        ------
        ClusterError
            If the cluster goes away, or no worker survives a task.
        """
        every: Sequence[Item] = list(items)
        if self._client is None:
            for k, item in enumerate(every):
                yield task(item)
                if done is not None:
                    done(k + 1, len(every))
            return
        from distributed import CancelledError, KilledWorker

        with warnings.catch_warnings():
            # Tasks carry their data: data left on a worker would be lost with it.
            warnings.filterwarnings("ignore", "Sending large graph")
            futures = [self._client.submit(task, item, pure=False, retries=3) for item in every]
        try:
            for k, future in enumerate(futures):
                yield future.result()
                if done is not None:
                    done(k + 1, len(every))
        except KilledWorker as error:
            message = f"a task took several workers of {self.address} down with it"
            raise ClusterError(message, "give the workers more memory") from error
        except CancelledError as error:
            message = f"the scheduler at {self.address} is gone"
            raise ClusterError(message, "start it again and run anew") from error
        finally:
            self._client.cancel(futures)
