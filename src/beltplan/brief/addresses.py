"""Web addresses as documents show them."""

from __future__ import annotations

__all__ = ["is_address", "shown"]

_LONGEST = 2000


def is_address(url: str) -> bool:
    """Tell whether a text is a web address that a link may open.

    Examples
    --------
    >>> is_address("https://www.scb.se/"), is_address("file:///etc/passwd")
    (True, False)
    """
    return (
        url.startswith(("https://", "http://"))
        and len(url) < _LONGEST
        and url.isprintable()
        and not set(url) & set(' "<>')
    )


def shown(url: str, room: int) -> str:
    """Return an address without its scheme, cut to its host where it is longer than `room`.

    Examples
    --------
    >>> shown("https://www.svt.se/nyheter/", 20)
    'svt.se/nyheter'
    >>> shown("https://www.svt.se/nyheter/lokalt/vasterbotten/x", 20)
    'svt.se/…'
    """
    bare = url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    if len(bare) <= room:
        return bare
    return f"{bare.split('/', 1)[0]}/…"
