"""How well and how fast the reader reads: precision, recall and F1 per field over a folder of reports, and time by length.

    .venv/bin/python bench/intake.py [FOLDER]

FOLDER holds texts (name.txt), each with what a reader should find beside it (name.json); a text without is passed over, and a fact
that a file does not name is not counted. Without a folder, the invented reports of the tests are read. No database and no settings
are needed.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if not __package__:  # Run as a file: the root of the project is not among the places to import from.
    sys.path.insert(0, str(Path(__file__).parents[1]))

from articles.intake.parser import parse
from tests.articles.intake.facts import facts
from tests.articles.intake.gazetteers import register

HERE = Path(__file__).parents[1] / "tests" / "articles" / "reports"
NOT_SCORED = {"doubts", "doubts_include"}
ROUNDS = 5


def main(folder: Path) -> None:
    scores: dict[str, Counter[str]] = {}
    tally: Counter[str] = Counter()
    for text, wanted in pairs(folder):
        read = facts(parse(text, register()))
        if "event_date" in wanted:
            tally["dates"] += 1
            tally["honest"] += read["event_date"] in (None, wanted["event_date"])
        if "officials" in wanted:
            tally["invented"] += len({each["name"] for each in read["officials"]} - {each["name"] for each in wanted["officials"]})
        for field, expected in wanted.items():
            for name, want, got in compared(field, expected, read.get(field)):
                score = scores.setdefault(name, Counter())
                score["both"] += sum((want & got).values())
                score["wanted"] += sum(want.values())
                score["got"] += sum(got.values())
    print(f"{'field':28} {'wanted':>7} {'found':>7} {'precision':>10} {'recall':>7} {'F1':>6}")
    for name, score in sorted(scores.items()):
        precision = score["both"] / score["got"] if score["got"] else 1.0
        recall = score["both"] / score["wanted"] if score["wanted"] else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"{name:28} {score['wanted']:7} {score['got']:7} {precision:10.3f} {recall:7.3f} {f1:6.3f}")
    print(f"\ndates right or left empty: {tally['honest']} of {tally['dates']}; people invented: {tally['invented']}")
    print_times(folder)


def pairs(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.txt")):
        if not path.with_suffix(".json").is_file():
            continue
        yield path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def compared(field: str, expected: Any, read: Any) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    """A field as bags of facts to compare; people give three: names, names with roles, names with titles."""
    if field in NOT_SCORED:
        return
    if field == "officials":
        for part, of in (("name", _name), ("role", _role), ("title", _titles)):
            yield (
                f"officials: {part}",
                Counter(fact for each in expected for fact in of(each)),
                Counter(fact for each in read for fact in of(each)),
            )
    elif field == "figures":
        asked = list(expected[0]) if expected else ["value"]
        yield field, Counter(_figure(each, asked) for each in expected), Counter(_figure(each, asked) for each in read)
    else:
        yield field, _bag(expected), _bag(read)


def _name(official: dict[str, Any]) -> list[str]:
    return [official["name"]]


def _role(official: dict[str, Any]) -> list[str]:
    return [f"{official['name']} {official['role']}"]


def _titles(official: dict[str, Any]) -> list[str]:
    return [f"{official['name']} {title}" for title in official["titles"]]


def _figure(figure: dict[str, Any], asked: list[str]) -> str:
    return str([figure.get(key) for key in ("value", "percent", "done") if key in asked or figure.get(key)])


def _bag(value: Any) -> Counter[str]:
    if value is None:
        return Counter()
    return Counter(str(each) for each in value) if isinstance(value, list) else Counter([str(value)])


def print_times(folder: Path) -> None:
    """Time beside that of str.casefold on the same text, and the time of ever longer texts: growth like that of the length is linear."""
    texts = [text for text, _ in pairs(folder)]
    longest = max(texts, key=len) + "\n\n"
    spent = timed(lambda: [parse(text, register()) for text in texts])
    print(f"\n{len(texts)} reports, {sum(map(len, texts)) // 1024} K characters: {spent * 1000:.0f} ms")
    print(f"{'characters':>12} {'ms':>9} {'ms per K':>9} {'growth':>7} {'to casefold':>12}")
    before = 0.0
    for size in (5_000, 25_000, 50_000, 100_000, 200_000, 400_000, 1_000_000):
        text = "".join(longest.replace("\n\n", f" {number}\n\n") for number in range(size // len(longest) + 1))[:size]
        spent, folded = timed(lambda text=text: parse(text, register())), timed(text.casefold)
        print(
            f"{size:12} {spent * 1000:9.1f} {spent * 1_000_000 / size:9.2f} {spent / before if before else 0:7.1f} {spent / folded:12.0f}"
        )
        before = spent


def timed(work: Any) -> float:
    """The best of a few runs, in seconds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
