"""The list of sources: address, limits, terms; a CSV file with one row a source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import field_validator

from beltplan.facts.errors import UnknownNameError, suggest
from beltplan.sources.errors import REGISTRY
from beltplan.sources.listing import Row, read_list

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Source", "choose", "registry"]

_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_LOCAL = ("127.0.0.1", "localhost", "::1")


class Source(Row):
    """One source: a row of the registry.

    Attributes
    ----------
    name
        Short name on the command line and name of its folder in the cache.
    makes
        Which rows come of it.
    requests, per_seconds
        At most so many requests in so many seconds.
    rate_basis
        ``published`` where the service states the limit, ``courtesy`` where it does not.
    on_close
        What happens to a record that is closed: ``mark`` notes the day, ``delete`` takes it out of
        the records and of the cache, ``keep`` is for archives and figures, which do not close.
    token_env
        Environment variable that holds the access token, where one is needed.
    """

    name: str
    title: str
    country: Literal["SE", "FI", "NO"]
    makes: Literal["adverts", "programmes", "outcomes", "programme_types", "figures"]
    connector: str
    base_url: str
    requests: int
    per_seconds: float
    rate_basis: Literal["published", "courtesy"]
    page_size: int | None = None
    max_offset: int | None = None
    largest_mb: int
    on_close: Literal["mark", "delete", "keep"]
    token_env: str | None = None
    licence: str
    docs_url: str
    terms_url: str
    note: str | None = None

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not _NAME.fullmatch(value):
            msg = "a name has small letters, digits and hyphens"
            raise ValueError(msg)
        return value

    @field_validator("base_url")
    @classmethod
    def _encrypted(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            msg = "an address must begin with https://"
            raise ValueError(msg)
        return value.rstrip("/")


def registry(file: Path | None = None) -> dict[str, Source]:
    """Return the sources by name.

    Parameters
    ----------
    file
        A registry of your own, such as one with a mirror; the shipped one if left out.

    Raises
    ------
    FaultError
        With all faults of the file.

    Examples
    --------
    >>> registry()["nav"].on_close
    'delete'
    """
    return read_list(file, shipped="registry.csv", model=Source, key="name", kind=REGISTRY)


def choose(names: list[str], known: dict[str, Source]) -> list[Source]:
    """Return the sources of these names; all of them where no name is given.

    Raises
    ------
    UnknownNameError
        If a name is not in the registry.
    """
    for name in names:
        if name not in known:
            message = f"no source is called {name!r}"
            raise UnknownNameError(
                message, suggest(name, known, otherwise=f"sources: {', '.join(known)}")
            )
    return [known[name] for name in dict.fromkeys(names or known)]
