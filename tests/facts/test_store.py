"""Packages are written whole, or not at all."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from beltplan.facts import check, load, locate, schema, store
from beltplan.facts.descriptor import describe, write_description
from beltplan.facts.errors import TargetError
from beltplan.facts.package import previous
from beltplan.facts.store import new_region, replace_package

Exchange = Callable[[Path, Path], bool]

ENDLESS = """
import itertools, sys
from pathlib import Path
from beltplan.facts import store
if sys.argv[2] == "slow":
    store._exchange = lambda one, other: False
for n in itertools.count():
    text = str(n) * 2000
    store.replace_package(Path(sys.argv[1]), {f"{i}.csv": text for i in range(30)})
    if n == 0:
        print("ready", flush=True)
"""


def test_a_new_region_is_sound_and_complete(tmp_path: Path) -> None:
    folder = new_region("hydrogen-belt", into=tmp_path, title="Hydrogen Belt")
    assert folder == tmp_path / "hydrogen-belt"
    assert check(folder) == []
    assert {path.name for path in folder.iterdir()} == {
        "README.md",
        "datapackage.json",
        *(table.filename for table in schema().tables),
    }
    region = load(folder)
    assert (region.name, region.title) == ("hydrogen-belt", "Hydrogen Belt")
    assert "beltplan facts check" in (folder / "README.md").read_text("utf-8")


def test_a_new_region_can_begin_on_any_day(tmp_path: Path) -> None:
    folder = new_region("x1", into=tmp_path, created=date(2020, 2, 29))
    assert load(folder).as_of == date(2020, 2, 29)


@pytest.mark.parametrize("name", ["", "Hydrogen", "a b", "../x", "x/y", "-x", "x-", "å", ".x"])
def test_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(TargetError, match="small letters"):
        new_region(name, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_new_region_overwrites_nothing(tmp_path: Path) -> None:
    new_region("belt", into=tmp_path)
    with pytest.raises(TargetError, match="exists already"):
        new_region("belt", into=tmp_path)


def cannot(one: Path, other: Path) -> bool:
    return False


@pytest.mark.parametrize("exchange", [store._exchange, cannot], ids=["one step", "two"])
def test_a_package_is_replaced_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: Exchange
) -> None:
    monkeypatch.setattr(store, "_exchange", exchange)
    target = tmp_path / "x"
    replace_package(target, {"a.csv": "1", "b.csv": "1"})
    replace_package(target, {"a.csv": "2"}, base=target)
    assert {p.name: p.read_text() for p in target.iterdir()} == {"a.csv": "2", "b.csv": "1"}
    replace_package(target, {"c.csv": "3\r\n"})
    assert {p.name: p.read_bytes() for p in target.iterdir()} == {"c.csv": b"3\r\n"}
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_write_that_fails_leaves_the_old_package(tmp_path: Path) -> None:
    target = tmp_path / "x"
    replace_package(target, {"a.csv": "1"})
    with pytest.raises(TargetError):
        replace_package(target, {"a.csv": "2", "no/folder.csv": "2"})
    assert (target / "a.csv").read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    with pytest.raises(TargetError):
        replace_package(target / "a.csv" / "y", {"a.csv": "1"})


def test_a_folder_left_aside_is_put_back(region_dir: Path) -> None:
    region_dir.rename(previous(region_dir))
    assert locate(region_dir) == region_dir
    assert check(region_dir) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by signal")
@pytest.mark.parametrize("way", ["exchange", "slow"])
def test_a_killed_process_leaves_a_whole_package(tmp_path: Path, way: str) -> None:
    target = tmp_path / "x"
    choose = random.Random(1)  # noqa: S311 - moments at which to kill
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", ENDLESS, str(target), way], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(choose.random() / 5)
            process.send_signal(signal.SIGKILL)
        found = {path.read_text() for path in locate(target).iterdir()}
        assert len(found) == 1
        assert len(list(target.iterdir())) == 30


def test_describe_is_stable_and_makes_a_first_one(region_dir: Path) -> None:
    path = region_dir / "datapackage.json"
    text = path.read_text("utf-8")
    assert describe(region_dir) == text
    write_description(region_dir)
    assert path.read_text("utf-8") == text
    path.unlink()
    write_description(region_dir)
    assert check(region_dir) == []
