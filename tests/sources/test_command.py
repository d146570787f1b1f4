"""The commands: list, sync, apply; what they print and how they leave."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.conftest import fixture
from tests.sources.server import Reply
from tests.sources.test_connectors import SERVICES, by_path
from tests.sources.test_pxweb import Office
from typer.testing import CliRunner

from beltplan import facts
from beltplan.cli.main import app
from beltplan.sources import queries, registry
from beltplan.sources.municipalities import codes_by_name, places

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Serve

RUN = CliRunner()


def write_registry(path: Path, **urls: str) -> Path:
    """Write a registry of these sources at these addresses."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [
            {**registry()[name.replace("_", "-")].model_dump(), "base_url": url, "requests": 9999}
            for name, url in urls.items()
        ]
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_queries(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sorted({name for row in rows for name in row}))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(*arguments: object) -> Any:
    return RUN.invoke(app, ["sources", *map(str, arguments)])


def test_the_shipped_lists_are_sound() -> None:
    known = registry()
    assert {query.source for query in queries()} == set(known)
    for source in known.values():
        assert source.base_url.startswith("https://")
        assert source.docs_url.startswith("https://")
        assert source.terms_url.startswith("https://")
    assert all(query.verified is None for query in queries()), "none was run against the service"


def test_every_nordic_place_of_the_region_has_its_code() -> None:
    region = facts.load("nordic-battery-belt").table("places")
    for country in ("SE", "FI", "NO"):
        wanted = set(region.filter(region["country"] == country)["place_id"])
        assert set(places(country).values()) == wanted
        assert set(codes_by_name(country).values()) == set(places(country))


def test_list_shows_what_was_synced(serve: Serve, tmp_path: Path) -> None:
    url = serve(by_path(**SERVICES["utdanning"])).url
    own = write_registry(tmp_path / "r.csv", utdanning=url)
    asked = write_queries(tmp_path / "q.csv", {"query_id": "all", "source": "utdanning"})
    done = run("list", "--registry", own, "--cache", tmp_path / "c")
    assert done.exit_code == 0, done.output
    assert "never" in done.output
    done = run("sync", "--registry", own, "--queries", asked, "--cache", tmp_path / "c")
    assert done.exit_code == 0, done.output
    assert "utdanning: 2 new, 0 changed, 0 closed, 0 deleted" in done.output
    done = run("list", "--registry", own, "--cache", tmp_path / "c", "--json")
    (row,) = json.loads(done.stdout)
    assert row["report"]["held"] == 2
    done = run("sync", "utdanning", "--registry", own, "--cache", tmp_path / "c", "--json",
               "--queries", asked, "--offline")  # fmt: skip
    (report,) = json.loads(done.stdout)
    assert report["unchanged"] == 2
    assert report["sent"] == 0


def test_one_source_that_fails_does_not_stop_the_others(serve: Serve, tmp_path: Path) -> None:
    own = write_registry(
        tmp_path / "r.csv",
        jobsearch=serve(lambda _asked: Reply({}, status=404)).url,
        utdanning=serve(by_path(**SERVICES["utdanning"])).url,
    )
    rows = [{"query_id": name, "source": name} for name in ("jobsearch", "utdanning")]
    asked = write_queries(tmp_path / "q.csv", *rows)
    done = run("sync", "--registry", own, "--queries", asked, "--cache", tmp_path / "c")
    assert done.exit_code == 1
    assert "jobsearch: stopped" in done.output
    assert "[sources.refused]" in done.output
    assert "→" in done.output
    assert "utdanning: 2 new" in done.output


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["sync", "jobserch"], 2, "jobsearch"),
        (["sync", "nav", "--registry", "none.csv"], 1, "none.csv"),
        (["sync", "jobsearch", "--offline", "--cache", "empty"], 1, "without --offline"),
    ],
)
def test_what_is_not_understood(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    word: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert word in done.output


def test_faults_of_a_registry_and_of_queries_come_all_at_once(tmp_path: Path) -> None:
    own = tmp_path / "r.csv"
    head = ",".join(registry()["nav"].model_dump())
    own.write_text(f"{head}\nx,T,DK,adverts,nav,http://far.example,one,1\n", encoding="utf-8")
    done = run("list", "--registry", own)
    assert done.exit_code == 1
    for field in ("country", "base_url", "requests", "licence"):
        assert f"field {field}" in done.output
    asked = write_queries(
        tmp_path / "q.csv",
        {"query_id": "a", "source": "navv", "day": "noon"},
        {"query_id": "b", "source": "skb"},
        {"query_id": "c", "source": "scb"},
        {"query_id": "c", "source": "nav"},
    )
    done = run("sync", "--queries", asked)
    assert done.exit_code == 1
    for word in ("field day", "no such source", "field table", "field metric", "taken"):
        assert word in done.output


def test_a_proposal_goes_through_the_import_of_facts(serve: Serve, tmp_path: Path) -> None:
    own = write_registry(
        tmp_path / "r.csv",
        jobed_connect=serve(by_path(**SERVICES["jobed-connect"])).url,
        scb=f"{serve(Office()).url}/v1/en/ssd",
        utdanning=serve(by_path(**SERVICES["utdanning"])).url,
    )
    scb = next(query for query in queries() if query.source == "scb").model_dump(exclude_none=True)
    asked = write_queries(
        tmp_path / "q.csv",
        {"query_id": "e", "source": "jobed-connect"},
        {"query_id": "u", "source": "utdanning"},
        {name: str(value) for name, value in scb.items()},
    )
    cache = ["--registry", own, "--cache", tmp_path / "c"]
    assert run("sync", "--queries", asked, *cache).exit_code == 0
    before = facts.load("nordic-battery-belt")
    held = before.table("figures")
    had = held.filter((held["subject"] == "umea") & (held["date"].cast(str) == "2024-12-31"))
    assert had.filter(had["metric"] == "population").height == 1
    book = tmp_path / "proposal.xlsx"
    done = run("apply", "--xlsx", book, *cache)
    assert done.exit_code == 0, done.output
    assert "programmes: 2 added" in done.output
    assert (
        "Left to you: umea.population.2024-12-31: scb says 1002, the region 134249" in done.output
    )
    assert "utdanning: 2 rows stay in the cache" in done.output
    into = tmp_path / "belt"
    done = RUN.invoke(app, ["facts", "import", "--xlsx", str(book), "--into", str(into)])
    assert done.exit_code == 0, done.output
    assert not facts.check(into)
    after = facts.load(into)
    row = after.row("programmes", "jobed-connect.i.test.yh.1")
    assert row["name"] == "Batteritekniker, provutbildning"
    assert row["place_id"] == "skelleftea"
    assert row["seats_per_year"] is None
    assert row["source_ids"] == ["api_jobed_connect"]
    figure = after.row("figures", "lulea.population.2024-12-31.scb")
    assert figure["value"] == 1008
    assert after.row("sources", "api_scb")["kind"] == "official"
    assert facts.load("nordic-battery-belt").table("figures").equals(held), "nothing was changed"
    # A second proposal over the imported region finds its own rows again.
    done = run("apply", "--xlsx", book, *cache, "--region", into)
    assert done.exit_code == 0, done.output
    assert "added" not in done.output


def test_a_figure_that_agrees_is_not_proposed_twice(serve: Serve, tmp_path: Path) -> None:
    answer = fixture("pxweb_dataset")
    answer["value"][1] = 134249
    office = Office()
    service = serve(lambda asked: Reply(answer) if asked.method == "POST" else office(asked))
    own = write_registry(tmp_path / "r.csv", scb=f"{service.url}/v1/en/ssd")
    scb = next(query for query in queries() if query.source == "scb").model_dump(exclude_none=True)
    asked = write_queries(tmp_path / "q.csv", {name: str(value) for name, value in scb.items()})
    cache = ["--registry", own, "--cache", tmp_path / "c"]
    done = run("sync", "--queries", asked, *cache)
    assert done.exit_code == 0, done.output
    done = run("apply", "--xlsx", tmp_path / "p.xlsx", *cache)
    assert done.exit_code == 0, done.output
    assert "Figures that agree with the region: 1" in done.output
    assert "Without a value, so not proposed: 1" in done.output


def test_nothing_is_proposed_from_an_empty_cache(tmp_path: Path) -> None:
    book = tmp_path / "proposal.xlsx"
    found = run("apply", "--xlsx", book, "--cache", tmp_path / "none")
    assert found.exit_code == 1
    assert "sources sync" in found.output
    assert not book.exists()
    assert not (tmp_path / "none").exists()
