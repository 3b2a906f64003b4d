"""What the reader is told in tests: the register's own reference data, read with the csv module."""

import csv
import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from articles.intake.gazetteer import Cluster, Gazetteer, Indicator, Province, Theme

DATA = Path(__file__).parents[3] / "meetings" / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


@cache
def register() -> Gazetteer:
    aliases: dict[str, list[str]] = {}
    for row in rows("province_aliases"):
        aliases.setdefault(row["province"], []).append(row["name"])
    return Gazetteer(
        provinces=tuple(
            Province(
                row["slug"],
                row["name"],
                tuple(aliases.get(row["slug"], [])),
                day(row["valid_from"]),
                day(row["valid_to"]),
                row["kind"] == "thanh-pho",
            )
            for row in rows("provinces")
        ),
        clusters=tuple(Cluster(row["slug"], row["name"], parts(row["aliases"])) for row in rows("clusters")),
        themes=tuple(Theme(row["slug"], parts(row["cue_words"])) for row in rows("themes")),
        indicators=tuple(Indicator(row["slug"], row["name"], row["unit"]) for row in rows("indicators")),
        papers=(("LSO", "Lạng Sơn"), ("GLO", "Gia Lai"), ("HBĐT", "Hòa Bình"), ("QBĐT", "Quảng Bình")),
    )
