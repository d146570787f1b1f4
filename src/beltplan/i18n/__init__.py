"""Messages, numbers and dates in English, Swedish, Finnish and Norwegian Bokmål."""

from __future__ import annotations

from beltplan.i18n.catalogue import MissingMessageError, Voice, catalogue, placeholders, speak
from beltplan.i18n.phrases import (
    LANGS,
    Day,
    Lang,
    Listing,
    Message,
    Name,
    Num,
    Phrase,
    Quarter,
    Span,
    msg,
    plain,
)

__all__ = [
    "LANGS",
    "Day",
    "Lang",
    "Listing",
    "Message",
    "MissingMessageError",
    "Name",
    "Num",
    "Phrase",
    "Quarter",
    "Span",
    "Voice",
    "catalogue",
    "msg",
    "placeholders",
    "plain",
    "speak",
]
