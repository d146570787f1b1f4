"""Nodes of the European Learning Model that programmes share: concepts, organisations, pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from beltplan.coverage.programmes import Programme

__all__ = ["COUNTRIES", "concept", "homepage", "language", "note", "provider", "said", "titles"]

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_EUROPASS: Final = "http://data.europa.eu/snb/"
_VERSION: Final = "25831c2"
"""Version of the Europass vocabularies that the shapes of the profile name."""
_LANGUAGES: Final = {"sv": "SWE", "fi": "FIN", "nb": "NOB", "en": "ENG", "nn": "NNO", "da": "DAN"}
COUNTRIES: Final = {"SE": "SWE", "FI": "FIN", "NO": "NOR", "DK": "DNK"}
"""Countries of the EU authority table by ISO 3166-1 alpha-2."""
_OWN: Final = {"SE": "sv", "FI": "fi", "NO": "nb", "DK": "da"}
_ADDRESS: Final = re.compile(r"https?://\S+")


def concept(vocabulary: str, code: str) -> dict[str, Any]:
    """Return a concept of a Europass vocabulary (``isced-f``, ``eqf`` …) with its scheme."""
    base = f"{_EUROPASS}{vocabulary}/"
    return _concept(base + code, base + _VERSION)


def language(code: str) -> dict[str, Any]:
    """Return a language of the EU authority table by its ISO 639-1 code."""
    return _authority("language", _LANGUAGES.get(code, code.upper()))


def said(text: str, code: str) -> dict[str, str]:
    """Return a text with its language.

    Examples
    --------
    >>> said("Kurs", "sv")
    {'@value': 'Kurs', '@language': 'sv'}
    """
    return {"@value": text, "@language": code}


def note(text: str) -> dict[str, Any]:
    """Return a note in English."""
    return {"type": "elm:Note", "elm:noteLiteral": said(text, "en")}


def titles(programme: Programme) -> list[dict[str, str]]:
    """Return the name in the programme's own language, where it is known, and in English."""
    found = [said(programme.name_en, "en")]
    own = programme.languages[0] if programme.languages else ""
    if programme.name != programme.name_en and own and own != "en":
        found.insert(0, said(programme.name, own))
    return found


def homepage(programme: Programme) -> dict[str, Any] | None:
    """Return the first address of the programme as a page; None where it has none."""
    match = _ADDRESS.search(programme.url)
    if match is None:
        return None
    address = {"@value": match[0].rstrip(";,"), "@type": "xsd:anyURI"}
    return {"type": "elm:WebResource", "elm:contentUrl": address}


def provider(programme: Programme, uri: str) -> dict[str, Any]:
    """Return who gives the programme, with the country of its address where it is known."""
    found: dict[str, Any] = {
        "id": f"{uri}#provider",
        "type": "elm:Organisation",
        "rov:legalName": said(programme.provider, _OWN.get(programme.country, "en")),
    }
    if programme.country in COUNTRIES:
        found["elm:location"] = {
            "type": "dc:Location",
            "elm:address": {
                "type": "elm:Address",
                "elm:countryCode": _authority("country", COUNTRIES[programme.country]),
            },
        }
    return found


def _authority(table: str, code: str) -> dict[str, Any]:
    scheme = _AUTHORITY + table
    return _concept(f"{scheme}/{code}", scheme)


def _concept(uri: str, scheme: str) -> dict[str, Any]:
    return {
        "id": uri,
        "type": "skos:Concept",
        "skos:inScheme": {"id": scheme, "type": "skos:ConceptScheme"},
    }
