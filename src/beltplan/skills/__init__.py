"""Skills: read adverts, courses and needs in Swedish, Finnish, Norwegian and English.

Example
-------
>>> from beltplan.skills import Reader
>>> Reader().read(["Erfaring med elektrodebelegging"])["label"].to_pylist()
['elektrodebelegging']
"""

from __future__ import annotations

from beltplan.skills.concepts import Concept, Link
from beltplan.skills.documents import Document
from beltplan.skills.encoder import Encoder, encoder_from
from beltplan.skills.extension import extension
from beltplan.skills.intake import read_files
from beltplan.skills.ranking import Ranker
from beltplan.skills.reader import Reader
from beltplan.skills.vocabulary import Vocabulary, vocabulary

__all__ = [
    "Concept",
    "Document",
    "Encoder",
    "Link",
    "Ranker",
    "Reader",
    "Vocabulary",
    "encoder_from",
    "extension",
    "read_files",
    "vocabulary",
]
