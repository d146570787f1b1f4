"""Words in four languages side by side, of which the page shows one.

Every phrase becomes one element per language; the style sheet hides all but
the page's language. What is the same in all languages is written once, and a
text that exists in one language only is marked as such.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from beltplan.i18n import LANGS, Name, speak

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.i18n import Lang, Phrase, Voice

__all__ = ["fallback_lang", "four", "say", "say_block"]


def fallback_lang(phrase: Phrase) -> str | None:
    """Return the language of a text that has no other language, or None.

    Examples
    --------
    >>> fallback_lang(Name({"en": "rotary kiln"}))
    'en'
    >>> fallback_lang(Name({"": "Stegra"})) is None
    True
    """
    if not isinstance(phrase, Name):
        return None
    languages = [lang for lang in LANGS if lang in phrase.texts]
    return languages[0] if len(languages) == 1 and "" not in phrase.texts else None


def say(phrase: Phrase) -> Markup:
    """Return a phrase as inline HTML in all languages."""
    only = fallback_lang(phrase)
    if only is not None:
        text = escape(speak(only).say(phrase))
        return Markup(f'<span class="only" lang="{only}">{text}</span>')  # noqa: S704
    return four(lambda voice: escape(voice.say(phrase)), "span")


def say_block(phrase: Phrase, element: str = "p", kind: str = "") -> Markup:
    """Return a phrase as one block element per language."""
    return four(lambda voice: escape(voice.say(phrase)), element, kind=kind, always=True)


def four(
    speaker: Callable[[Voice], str], element: str, *, kind: str = "", always: bool = False
) -> Markup:
    """Return what `speaker` makes in each language, each in an element of its own.

    Parameters
    ----------
    speaker : Callable[[Voice], str]
        Makes HTML in the language of the voice.
    element : str
        Name of the element around it.
    kind : str
        More classes.
    always : bool
        Write an element even where all languages are the same.
    """
    made: dict[str, list[Lang]] = {}
    for lang in LANGS:
        made.setdefault(speaker(speak(lang)), []).append(lang)
    parts: list[str] = []
    for html, langs in made.items():
        if len(made) == 1:
            if not always:
                return Markup(html)  # noqa: S704
            classes, tongue = kind, ""
        else:
            classes = " ".join([*langs, *([kind] if kind else [])])
            # A text without letters (a number) is in no language.
            spoken = len(langs) == 1 and any(letter.isalpha() for letter in html)
            tongue = f' lang="{langs[0]}"' if spoken else ""
            if spoken and element == "span" and not kind:
                classes = ""  # the style sheet knows a bare span by its language
        named = f' class="{classes}"' if classes else ""
        parts.append(f"<{element}{named}{tongue}>{html}</{element}>")
    return Markup("".join(parts))  # noqa: S704
