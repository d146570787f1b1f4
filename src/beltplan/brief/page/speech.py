"""Words of the page: escaped, and marked where they exist in another language only."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from beltplan.i18n import LANGS, Name

if TYPE_CHECKING:
    from beltplan.i18n import Phrase, Voice

__all__ = ["fallback_lang", "say"]


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


def say(phrase: Phrase, voice: Voice) -> Markup:
    """Return a phrase as inline HTML; what has no text in the voice's language is marked.

    Examples
    --------
    >>> from beltplan.i18n import speak
    >>> say(Name({"en": "rotary kiln"}), speak("sv"))
    Markup('<span class="only" lang="en">rotary kiln</span>')
    """
    text = escape(voice.say(phrase))
    only = fallback_lang(phrase)
    if only is None or only == voice.lang:
        return Markup(text)  # noqa: S704
    return Markup(f'<span class="only" lang="{only}">{text}</span>')  # noqa: S704
