#!/usr/bin/env python3
"""A copy of the public record in an SQLite file, kept true by the changes of the API and proved whole by its checksums.

    python3 mirror.py https://example.vn/api/v1/ copy.sqlite3            # bring the copy up to date, prove it, end
    python3 mirror.py https://example.vn/api/v1/ copy.sqlite3 --every 60 # the same again every 60 seconds

It needs Python 3.11 and nothing else. Each record is a row of `record`: noun, id, version, and its JSON as the API answers it.
What is gone stays in `gone` with since when and why. Every step writes what it fetched together with how far it has come, in one
transaction: so it may be killed at any moment, and goes on from there when it is started again. It ends with 0 when the copy is
whole and with 1 when it could not be made so.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 6
EVENTS_AT_ONCE = 100
ROWS_AT_ONCE = 200
WHOLE_ROWS_AT_ONCE = 50
GONE = (301, 404, 410)
TABLES = """
CREATE TABLE IF NOT EXISTS record (noun TEXT, id INTEGER, version INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (noun, id));
CREATE TABLE IF NOT EXISTS gone (noun TEXT, id INTEGER, version INTEGER, state TEXT, since TEXT, reason TEXT, successor INTEGER,
  PRIMARY KEY (noun, id));
CREATE TABLE IF NOT EXISTS place (name TEXT PRIMARY KEY, value TEXT);
"""


class Refused(Exception):
    """The site answered with a status that is no success."""

    def __init__(self, status: int, address: str, body: str) -> None:
        super().__init__(f"{status} from {address}: {body[:300]}")
        self.status = status


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Take a redirect for an answer: the record was merged into another, which is copied by itself."""


class Site:
    """The API of the site that is copied."""

    def __init__(self, root: str, key: str = "") -> None:
        self.root = root.rstrip("/") + "/"
        self.opener = urllib.request.build_opener(NoRedirects)
        self.opener.addheaders = [("Accept", "application/json"), ("User-Agent", "mirror.py")]
        if key:
            self.opener.addheaders.append(("Authorization", f"Bearer {key}"))

    def get(self, address: str, **asked: Any) -> Any:
        """The JSON at an address, a whole one or one below the root; waits and tries again where the site is busy or away."""
        whole = urllib.parse.urljoin(self.root, address)
        if asked:
            whole += "?" + urllib.parse.urlencode(asked)
        for attempt in range(PATIENCE):
            try:
                with self.opener.open(whole, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 500, 502, 503, 504) or attempt == PATIENCE - 1:
                    raise Refused(error.code, whole, error.read().decode(errors="replace")) from error
                pause = float(error.headers.get("Retry-After") or 2**attempt)
            except (OSError, ValueError):
                if attempt == PATIENCE - 1:
                    raise
                pause = 2**attempt
            time.sleep(min(pause, 60))
        raise AssertionError

    def record(self, noun: str, pk: int) -> Any:
        """A record as it is now; None where it is gone."""
        try:
            return self.get(f"{noun}/{pk}/")
        except Refused as refusal:
            if refusal.status in GONE:
                return None
            raise


class Copy:
    """The copy in its file."""

    def __init__(self, path: str) -> None:
        self.file = sqlite3.connect(path, isolation_level=None)
        self.file.executescript(TABLES)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is written within is on the disk together, or not at all."""
        self.file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.file.execute("ROLLBACK")
            raise
        self.file.execute("COMMIT")

    def place(self, name: str) -> str:
        found = self.file.execute("SELECT value FROM place WHERE name = ?", [name]).fetchone()
        return found[0] if found else ""

    def mark(self, name: str, value: str) -> None:
        self.file.execute("INSERT OR REPLACE INTO place VALUES (?, ?)", [name, value])

    def keep(self, noun: str, record: dict[str, Any]) -> None:
        # A record that the site has not numbered yet has no version; the change that numbers it is told later.
        row = [noun, record["id"], record["version"] or 0, json.dumps(record, ensure_ascii=False, sort_keys=True)]
        self.file.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", row)
        self.file.execute("DELETE FROM gone WHERE noun = ? AND id = ?", row[:2])

    def forget(self, noun: str, pk: int) -> None:
        self.file.execute("DELETE FROM record WHERE noun = ? AND id = ?", [noun, pk])

    def take(self, noun: str, pk: int, record: dict[str, Any] | None) -> None:
        """Keep a record as it was fetched. One that was gone by then has a later event that says why."""
        if record is None:
            self.forget(noun, pk)
        else:
            self.keep(noun, record)

    def bury(self, event: dict[str, Any]) -> None:
        successor = (event["successor"] or {}).get("id")
        row = [event["noun"], event["id"], event["seq"], event["state"], event["at"], event["reason"], successor]
        self.file.execute("INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self.forget(event["noun"], event["id"])

    def begin_anew(self) -> None:
        """Forget how far it has come; the records stay until they have been compared."""
        self.file.execute("DELETE FROM place")

    def sum(self, noun: str, first: int = 0, last: int = 2**63 - 1) -> tuple[int, str]:
        """How many records there are, and the checksum over them."""
        count, digest = 0, hashlib.sha256()
        rows = self.file.execute("SELECT id, version FROM record WHERE noun = ? AND id BETWEEN ? AND ? ORDER BY id", [noun, first, last])
        for pk, version in rows:
            digest.update(b"%d:%d\n" % (pk, version))
            count += 1
        return count, digest.hexdigest()

    def ids(self, noun: str, first: int, last: int) -> set[int]:
        rows = self.file.execute("SELECT id FROM record WHERE noun = ? AND id BETWEEN ? AND ?", [noun, first, last])
        return {pk for (pk,) in rows}


def bring_up_to_date(site: Site, copy: Copy) -> None:
    """Fill the copy where it is empty, then follow the changes to their end."""
    if not copy.place("filled"):
        fill(site, copy)
    try:
        follow(site, copy)
    except Refused as refusal:
        if refusal.status != 410:
            raise
        say("The sequence of changes was begun anew: so is the copy.")
        with copy.all_or_nothing():
            copy.begin_anew()
        fill(site, copy)
        follow(site, copy)


def fill(site: Site, copy: Copy) -> None:
    """Fetch every list from its first page to its last; what changes meanwhile is told by the changes since before the first."""
    if not copy.place("cursor"):
        cursor = site.get("changes/", since="now")["next"]
        with copy.all_or_nothing():
            copy.mark("cursor", cursor)
    for noun in nouns(site):
        address = copy.place(f"page of {noun}") or first_page(site, noun)
        while address != "none":
            page = site.get(address)
            address = page["next"] or "none"
            with copy.all_or_nothing():
                for record in page["results"]:
                    copy.keep(noun, record)
                copy.mark(f"page of {noun}", address)
        say(f"{noun}: {copy.sum(noun)[0]}")
    with copy.all_or_nothing():
        copy.mark("filled", "yes")


def nouns(site: Site) -> list[str]:
    return [each["noun"] for each in site.get("checksums/")["nouns"]]


def first_page(site: Site, noun: str) -> str:
    """The first page of a list, its records whole: where single records say more than the list does, that is to be asked for."""
    whole = f"{noun}/?" + urllib.parse.urlencode({"expand": "all", "limit": WHOLE_ROWS_AT_ONCE})
    try:
        site.get(whole)
    except Refused as refusal:
        if refusal.status != 400:
            raise
        return f"{noun}/?limit={ROWS_AT_ONCE}"
    return whole


def follow(site: Site, copy: Copy) -> None:
    """Take over every change since the last one taken over: what was written to is fetched again, once however often it was."""
    more = True
    while more:
        page = site.get("changes/", since=copy.place("cursor"), limit=EVENTS_AT_ONCE)
        latest = {(event["noun"], event["id"]): event for event in page["results"]}
        public = {key: site.record(*key) for key, event in latest.items() if event["state"] == "public"}
        with copy.all_or_nothing():
            for key, event in latest.items():
                if key not in public:
                    copy.bury(event)
                else:
                    copy.take(*key, public[key])
            copy.mark("cursor", page["next"])
        more = page["more"]


def is_whole(site: Site, copy: Copy) -> bool:
    """Whether the copy comes to the same counts and checksums as the site, and if not, fetch again what differs."""
    for _ in range(PATIENCE):
        told = site.get("checksums/")
        if told["cursor"] != copy.place("cursor"):
            bring_up_to_date(site, copy)
            continue
        wrong = [each for each in told["nouns"] if copy.sum(each["noun"]) != (each["count"], each["checksum"])]
        if not wrong:
            return True
        for each in wrong:
            say(f"{each['noun']}: the copy differs")
            mend(site, copy, each["noun"])
        bring_up_to_date(site, copy)
    return False


def mend(site: Site, copy: Copy, noun: str) -> None:
    """Find the ranges of ids in which the copy differs, then the ids, and fetch these again."""
    for wide in differing(site, copy, noun, 1, 2**63 - 1, 1000):
        for narrow in differing(site, copy, noun, wide[0], wide[1], 1):
            pk = narrow[0]
            record = site.record(noun, pk)
            with copy.all_or_nothing():
                copy.take(noun, pk, record)


def differing(site: Site, copy: Copy, noun: str, first: int, last: int, step: int) -> Iterator[tuple[int, int]]:
    """The ranges in which the copy differs. Beyond the last id that the site has, there is nothing to keep."""
    address: Any = f"checksums/?noun={noun}&from={first}&to={last}&step={step}"
    end = first - 1
    while address:
        page = site.get(address)
        for told in page["ranges"]:
            end = told["last"]
            if copy.sum(noun, told["first"], end) != (told["count"], told["checksum"]):
                yield told["first"], end
        address = page["next"]
    for pk in copy.ids(noun, end + 1, last):
        yield pk, pk


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> int:
    asked = argparse.ArgumentParser(description="Keep a copy of the public record.")
    asked.add_argument("root", help="the address of the API, as https://example.vn/api/v1/")
    asked.add_argument("file", help="the SQLite file of the copy")
    asked.add_argument("--key", default="", help="a key of the API, for higher limits")
    asked.add_argument("--every", type=float, default=0, help="go on for ever, with so many seconds between")
    given = asked.parse_args()
    site, copy = Site(given.root, given.key), Copy(given.file)
    while True:
        bring_up_to_date(site, copy)
        whole = is_whole(site, copy)
        say("The copy is whole." if whole else "The copy is not whole.")
        if not given.every:
            return 0 if whole else 1
        time.sleep(given.every)


if __name__ == "__main__":
    raise SystemExit(main())
