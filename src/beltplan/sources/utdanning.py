"""utdanning.no: programme areas of Norwegian upper secondary education, in one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from beltplan.sources.intake import Masked, Record, faults_of, kept, records
from beltplan.sources.page import Page
from beltplan.sources.rows import ProgrammeType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beltplan.sources.client import Client
    from beltplan.sources.query import Query

__all__ = ["Utdanning"]


class _Nus(Record):
    nus_kode: str
    nus_navn_nb: str


class _Area(Record):
    programomradekode10: str
    programomrade_tittel: Masked
    utdanningsprogram_type: str | None = None
    sluttkompetanse: str | None = None
    aktiv: bool
    calculated_status: str
    canonical_path: list[str] = Field(default_factory=list)
    nus: list[_Nus] = Field(default_factory=list)


class Utdanning:
    """Reads the export of programme areas."""

    def request_of(self, row_id: str) -> None:
        """Return None: all areas come in one answer."""
        del row_id

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the one page."""
        del query, position
        source = client.source

        def intake(raw: object) -> dict[str, Any]:
            items = raw if isinstance(raw, list) else [raw]
            return kept(
                *records(source, items, _Area, lambda each: str(each.get("programomradekode10")))
            )

        got = client.get("nav_export/programomraader", intake=intake)
        rows = []
        for each in got.content["records"]:
            area = _Area.model_validate(each)
            title = area.programomrade_tittel.strip()
            rows.append(
                ProgrammeType(
                    id=area.programomradekode10,
                    source=source.name,
                    country=source.country,
                    name=title,
                    kind=area.utdanningsprogram_type,
                    final_competence=area.sluttkompetanse,
                    status=f"{area.calculated_status}{'' if area.aktiv else ', not active'}",
                    codes={"NUS2000": [nus.nus_kode for nus in area.nus]},
                    path=area.canonical_path,
                    text="\n".join([title, *(nus.nus_navn_nb for nus in area.nus)]),
                )
            )
        yield Page(rows, {}, got.day, last=True, faults=faults_of(got.content))
