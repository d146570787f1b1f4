"""Bytes to text: UTF-8, UTF-16 and UTF-32, and the code pages of old Windows, Macs and DOS."""

from __future__ import annotations

import codecs
import re

__all__ = ["decoded", "encoding_of", "line_decoded", "marked"]

_BINARY_SHARE = 0.02
_SAMPLE = 8192
_MUCH = 1 << 20
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Where they differ, the one that gives most of our letters within words is meant, and the first if
# they give as many: what is a letter in one may be a quote in another.
_CODE_PAGES = ("cp1252", "mac_roman", "cp850")
_OURS = re.compile("(?<=[A-Za-z])[åäöæøéü](?=[A-Za-z])")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_PAGE = re.compile(r"iso8859-\d+|cp\d{3,4}|koi8-[rtu]|mac-\w+")
_HEAD = 4096
# UTF-16 without a mark: in our languages nearly every second byte is zero.
_ZEROS = 0.7
_FEW = 4


def marked(data: bytes) -> str:
    """Return the encoding that the first bytes of a text name, or nothing."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def decoded(data: bytes, *, html: bool = False) -> str | None:
    """Return the text of bytes, or None if they are no text.

    A text that ends within a character loses that character.

    Parameters
    ----------
    data
        The bytes.
    html
        Whether a web page may name its own encoding, which counts where it is not UTF-8.

    Examples
    --------
    >>> decoded("torrum är".encode("cp1252")), decoded("kväll".encode("utf-16-le"))
    ('torrum är', 'kväll')
    >>> decoded(bytes(range(256))) is None
    True
    """
    wide = marked(data) or _wide(data[:_SAMPLE])
    if wide:
        try:
            return codecs.getincrementaldecoder(wide)().decode(data)
        except UnicodeDecodeError:
            return None
    sample = data[:_SAMPLE]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > _BINARY_SHARE * len(sample) + 1:
        return None
    encoding = encoding_of(data)
    if html and encoding != "utf-8-sig" and (named := _META.search(data[:_HEAD])):
        encoding = _known(named[1].decode("ascii"), encoding)
    return data.decode(encoding, errors="replace")


def encoding_of(data: bytes) -> str:
    """Return UTF-8, also where a few bytes are damaged, or a code page."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        bad = text.count("\ufffd")
        if sum(c > "\x7f" for c in text) <= 2 * bad:
            return max(_CODE_PAGES, key=lambda page: _ours(data[:_MUCH], page))
    return "utf-8-sig"


def line_decoded(data: bytes) -> str:
    """Return the text of one line of a file whose other lines are not looked at."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding_of(data), errors="replace")


def _wide(sample: bytes) -> str:
    pairs = len(sample) // 2
    if pairs < _FEW:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > _ZEROS * pairs and not even:
        return "utf-16-le"
    return "utf-16-be" if even > _ZEROS * pairs and not odd else ""


def _ours(data: bytes, page: str) -> int:
    return len(_OURS.findall(data.decode(page, errors="replace")))


def _known(name: str, otherwise: str) -> str:
    """Return a code page by its name; pages name Latin-1 where they mean that of Windows."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return otherwise
    return found if _PAGE.fullmatch(found) and found != "iso8859-1" else otherwise
