"""The same map on this machine or on a Dask cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

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
            except OSError as error:
                message = f"no scheduler answers at {self.address}"
                raise ClusterError(message, "start one with `dask scheduler`") from error
        return self

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
        """
        every: Sequence[Item] = list(items)
        if self._client is None:
            for k, item in enumerate(every):
                yield task(item)
                if done is not None:
                    done(k + 1, len(every))
            return
        futures = [self._client.submit(task, item, pure=False, retries=3) for item in every]
        for k, future in enumerate(futures):
            yield future.result()
            if done is not None:
                done(k + 1, len(every))
