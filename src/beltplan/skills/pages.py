"""Web pages to the text that a reader sees."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

__all__ = ["visible"]

_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "br", "li", "ul", "ol", "dd", "dt"),
        *("table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_CODE = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)")
_TAG = re.compile(r"<[^<>]*>")
_MOST_OPEN = 1000


class _Visible(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            innermost = len(self._hidden) - 1 - self._hidden[::-1].index(tag)
            del self._hidden[innermost:]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def visible(html: str) -> str:
    """Return the text of a page that a reader sees, without scripts and styles.

    A page that the parser cannot follow gives the text between its tags.

    Examples
    --------
    >>> visible("<p>Vi söker <b>svetsare</b></p><script>alert(1)</script>").strip()
    'Vi söker svetsare'
    """
    # A parser looks for the end of each tag anew: thousands without one would take hours.
    if html.count("<") - html.count(">") > _MOST_OPEN:
        return _between_tags(html)
    parser = _Visible()
    try:
        parser.feed(html)
        parser.close()
    except (AssertionError, ValueError, IndexError):
        return _between_tags(html)
    return "".join(parser.parts)


def _between_tags(html: str) -> str:
    return unescape(_TAG.sub(" ", _CODE.sub(" ", html)))
