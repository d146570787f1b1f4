"""Where a region's package is, and what its descriptor says about it."""

from __future__ import annotations

import importlib.resources
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from beltplan.facts import codes
from beltplan.facts.errors import UnknownRegionError, suggest
from beltplan.faults import FaultError

__all__ = ["DESCRIPTOR", "Descriptor", "locate", "names", "previous", "read_descriptor"]

DESCRIPTOR = "datapackage.json"
_MAX_DESCRIPTOR_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What `datapackage.json` says of the whole region.

    Attributes
    ----------
    name
        Stable name.
    titles
        Title by language (``en``, ``sv``, ``fi``, ``nb``); at least ``en``.
    created
        The package's own date: what was public on that day is in it.
    version
        Version of the data.
    content
        The whole descriptor.
    """

    name: str
    titles: dict[str, str]
    created: date
    version: str
    content: dict[str, Any]


def _shipped() -> Path:
    return Path(str(importlib.resources.files("beltplan"))) / "data"


def names() -> tuple[str, ...]:
    """Return the names of the regions that come with Beltplan."""
    return tuple(sorted(path.parent.name for path in _shipped().glob(f"*/{DESCRIPTOR}")))


def is_shipped(path: Path) -> bool:
    """Return whether a folder is one that comes with Beltplan."""
    return path.resolve().parent == _shipped().resolve()


def previous(folder: Path) -> Path:
    """Return where a folder lies for a moment while a new one takes its place.

    Only used on systems that cannot exchange two folders in one step; `locate` puts it
    back if the process was killed in that moment.
    """
    return folder.with_name(f".{folder.name}.previous")


def locate(region: str | Path) -> Path:
    """Return the folder of a region.

    A bare word is looked up among the shipped regions first; a `Path`, or a text with
    a separator in it, is always a folder.

    Raises
    ------
    UnknownRegionError
        If there is neither.

    Examples
    --------
    >>> locate("nordic-battery-belt").name
    'nordic-battery-belt'
    """
    if isinstance(region, str) and region in names():
        return _shipped() / region
    folder = Path(region)
    aside = previous(folder.absolute())
    if not folder.exists() and aside.is_dir():
        aside.rename(folder)
    if folder.is_dir():
        return folder
    message = f"no region {str(region)!r}: neither shipped nor a folder"
    shipped = ", ".join(names())
    raise UnknownRegionError(
        message, suggest(str(region), names(), otherwise=f"shipped regions: {shipped}")
    )


def read_descriptor(folder: Path) -> Descriptor:
    """Read `datapackage.json`.

    Raises
    ------
    FaultError
        If it is missing, too large, not JSON, or lacks name, title or created.
    """
    path = folder / DESCRIPTOR
    way_out = f"remove {DESCRIPTOR} and run `beltplan facts describe --region {folder}`"
    if not path.is_file():
        raise FaultError(
            [
                codes.DESCRIPTOR.at(
                    f"{folder} has no {DESCRIPTOR}, so it is no region",
                    f"write one with `beltplan facts describe --region {folder}`",
                )
            ]
        )
    if path.stat().st_size > _MAX_DESCRIPTOR_BYTES:
        raise FaultError([codes.DESCRIPTOR.at(f"{DESCRIPTOR} is larger than 4 MB", way_out)])
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FaultError(
            [codes.DESCRIPTOR.at(f"{DESCRIPTOR} is not JSON in UTF-8: {error}", way_out)]
        ) from None
    if not isinstance(content, dict):
        raise FaultError([codes.DESCRIPTOR.at(f"{DESCRIPTOR} is not a JSON object", way_out)])
    wrong = [
        codes.DESCRIPTOR.at(f"{DESCRIPTOR} has no text under {key!r}", f"add {key!r} to it")
        for key in ("name", "title", "created", "version")
        if not (isinstance(content.get(key), str) and content[key])
    ]
    if wrong:
        raise FaultError(wrong)
    try:
        created = datetime.fromisoformat(content["created"]).date()
    except ValueError:
        raise FaultError(
            [
                codes.DESCRIPTOR.at(
                    f"'created' of {DESCRIPTOR} is not a date",
                    "write it as 2026-11-21T00:00:00Z",
                    value=content["created"],
                )
            ]
        ) from None
    titles = content.get("titles")
    if not (isinstance(titles, dict) and all(isinstance(v, str) for v in titles.values())):
        titles = {}
    return Descriptor(
        content["name"], {"en": content["title"], **titles}, created, content["version"], content
    )
