"""Reading one chunk: here, in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import io
import os
import threading
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from beltplan.faults import BeltplanError, Fault
from beltplan.skills.documents import Document
from beltplan.skills.encoder import encoder_from
from beltplan.skills.lines import documents
from beltplan.skills.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from beltplan.skills.lines import Chunk
    from beltplan.skills.vocabulary import Vocabulary

__all__ = ["Job", "Part", "at_cluster", "here", "in_processes", "read_chunk"]

_KEPT_FAULTS = 20
_IN_FLIGHT = 2
_LOOK = 2.0
_CONNECT = 20
_readers: dict[str, Reader] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of an archive is read with.

    Attributes
    ----------
    name
        Name of the file, the first part of each text's name.
    words
        The vocabulary.
    digest
        What tells one job from another.
    near, masked, voikko
        As of `Reader`.
    encoder
        Folder of a sentence encoder, or nothing; each process loads it once.
    """

    name: str
    words: Vocabulary
    digest: str
    near: bool
    masked: bool
    voikko: bool = False
    encoder: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a chunk gave: a Parquet file as bytes, and counts."""

    number: int
    data: bytes
    texts: int
    finds: int
    characters: int
    read: int
    n_faults: int
    faults: tuple[Fault, ...]


def read_chunk(job: Job, chunk: Chunk) -> Part:
    """Read the lines of a chunk; the same chunk always gives the same bytes."""
    texts: list[Document] = []
    faults: list[Fault] = []
    for item in documents(job.name, chunk):
        if isinstance(item, Document):
            texts.append(item)
        else:
            faults.append(item)
    reader = _readers.get(job.digest)
    if reader is None:
        reader = Reader(
            job.words,
            near=job.near,
            masked=job.masked,
            voikko=job.voikko,
            encoder=encoder_from(job.encoder) if job.encoder else None,
        )
        _readers.clear()
        _readers[job.digest] = reader
    table = reader.read(texts)
    table = table.replace_schema_metadata({"vocabulary": ", ".join(job.words.versions)})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return Part(
        chunk.number,
        out.getvalue(),
        len(texts),
        table.num_rows,
        sum(len(document.text) for document in texts),
        chunk.read,
        len(faults),
        tuple(faults[:_KEPT_FAULTS]),
    )


def here(job: Job, todo: Iterable[Chunk]) -> Iterator[Part]:
    """Read chunks one after another in this process."""
    for chunk in todo:
        yield read_chunk(job, chunk)


def in_processes(job: Job, todo: Iterable[Chunk], workers: int) -> Iterator[Part]:
    """Read chunks in processes of this machine; parts come in order."""
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start, initargs=(job, os.getpid())
    ) as pool:
        try:
            yield from _in_order(
                todo, lambda chunk: pool.submit(_read_mine, chunk), _IN_FLIGHT * workers
            )
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_mine: list[Job] = []


def _start(job: Job, parent: int) -> None:
    _mine[:] = [job]
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    """End this process when the one that started it is gone, as after a kill."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _read_mine(chunk: Chunk) -> Part:
    return read_chunk(_mine[0], chunk)


def at_cluster(job: Job, todo: Iterable[Chunk], address: str) -> Iterator[Part]:
    """Read chunks on a Dask cluster given by its address; parts come in order.

    Raises
    ------
    BeltplanError
        If `distributed` is not installed, or nothing answers at the address.
    """
    with _client(address) as client:
        shared = client.scatter(job, broadcast=True)
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))

        def submit(chunk: Chunk) -> Any:
            sent = client.scatter(chunk, hash=False)
            return client.submit(read_chunk, shared, sent, pure=False)

        yield from _in_order(todo, submit, _IN_FLIGHT * workers)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise BeltplanError(
            "reading on a cluster needs the package distributed",
            "install beltplan[cluster], or leave --cluster out to read on this machine",
        ) from None
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, timeout=_CONNECT, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise BeltplanError(
            f"no Dask scheduler answers at {address}: {error}",
            "start one with `dask scheduler` and `dask worker`, or leave --cluster out",
        ) from None
    with client:
        yield client


def _in_order(todo: Iterable[Chunk], submit: Callable[[Chunk], Any], most: int) -> Iterator[Part]:
    """Submit chunks, at most so many at a time, and yield what comes back in their order."""
    waiting: deque[Any] = deque()
    for chunk in todo:
        waiting.append(submit(chunk))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
