"""Kinds of fault that the sources room can find."""

from __future__ import annotations

from beltplan.faults import kind

__all__ = [
    "BROKEN_ANSWER",
    "BUSY",
    "CACHE",
    "FOREIGN_ADDRESS",
    "JSON_STAT",
    "NEEDS_TOKEN",
    "NOT_CACHED",
    "QUERY",
    "RECORD",
    "REFUSED",
    "REGISTRY",
    "SCHEMA",
    "TOO_LARGE",
    "TOO_MANY",
    "UNKNOWN_CODE",
    "UNREACHABLE",
]

UNREACHABLE = kind(
    "sources.unreachable",
    "Service not reached",
    "A service gave no whole answer in time, after all tries.",
)
BUSY = kind(
    "sources.busy",
    "Service asks to wait",
    "A service asked for a longer pause than we wait in one go.",
)
REFUSED = kind(
    "sources.refused",
    "Request refused",
    "A service refused a request, so that trying again is idle.",
)
BROKEN_ANSWER = kind(
    "sources.broken-answer",
    "Broken answer",
    "An answer is cut off, or is not the JSON it should be.",
)
TOO_LARGE = kind(
    "sources.too-large", "Answer too large", "An answer, or what it unpacks to, is above the limit."
)
SCHEMA = kind(
    "sources.schema",
    "Schema has changed",
    "An answer does not have the shape that its service publishes; nothing of it is used.",
)
RECORD = kind(
    "sources.record",
    "Record left out",
    "One record of an answer lacks what it must have; the rest of the answer is used.",
)
JSON_STAT = kind(
    "sources.json-stat", "Broken JSON-stat", "A data set contradicts the JSON-stat 2.0 format."
)
NOT_CACHED = kind(
    "sources.not-cached",
    "Not in the cache",
    "Offline was asked for, and an answer that is needed was never fetched.",
)
CACHE = kind(
    "sources.cache", "Cache not usable", "The cache folder is locked, damaged or read-only."
)
NEEDS_TOKEN = kind(
    "sources.needs-token", "Access token missing", "A service wants a token, and none is set."
)
TOO_MANY = kind(
    "sources.too-many",
    "More than the service gives out",
    "A query finds more than the service gives out, and cannot be cut smaller.",
)
UNKNOWN_CODE = kind(
    "sources.unknown-code",
    "Code not in the table",
    "A query asks a statistics table for a variable or a value that it does not have.",
)
QUERY = kind("sources.query", "Query not understood", "A row of the list of queries is faulty.")
REGISTRY = kind("sources.registry", "Registry not understood", "A row of the registry is faulty.")
FOREIGN_ADDRESS = kind(
    "sources.foreign-address",
    "Address of another host",
    "An answer points to another host, or to one without encryption; it is not followed.",
)
