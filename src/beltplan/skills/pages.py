"""Web pages to the text that a reader sees."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

__all__ = ["visible"]

_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "title"})
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "br", "li", "ul", "ol", "dd", "dt"),
        *("table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
# Elements without an end, those whose end may be left out, and what a head never holds.
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "area", "col", "source"})
_UNENDED = frozenset({"p", "li", "dd", "dt", "tr", "td", "th", "option"})
_BODY = _BLOCKS | {"body", "main", "header", "nav", "span", "a", "strong", "b", "form", "img"}
_NOT_SHOWN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_CODE = re.compile(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)")
_TAG = re.compile(r"<[^<>]*>")
_MOST_OPEN = 1000


class _Visible(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        # Open elements that are not seen; within them, those of the same name.
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            outer = self._hidden[0]
            # The ends of the head and of paragraphs may be left out.
            if (outer == "head" and tag in _BODY) or (outer == tag and tag in _UNENDED):
                self._hidden.clear()
        if tag not in _VOID and (tag in _HIDDEN or tag in self._hidden or _unseen(attrs)):
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


def _unseen(attrs: list[tuple[str, str | None]]) -> bool:
    return any(
        name == "hidden" or (name == "style" and value and _NOT_SHOWN.search(value))
        for name, value in attrs
    )


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
