"""What Lighthouse says of the main pages on a telephone: its four scores, how much the page moves, and what a first view weighs.

    npm install --prefix /tmp/lighthouse lighthouse
    .venv/bin/python -m bench.lighthouse /tmp/lighthouse/node_modules/.bin/lighthouse

Starts the site as production runs it (granian, one style sheet, compressed) on a throw-away SQLite file with the demo record, and
asks Chromium through Lighthouse's own simulation of a slow telephone. Exits with 1 where a page stays below what the house asks for.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

PORT = 8791
HOME = f"http://127.0.0.1:{PORT}"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_MOVED = 0.01
MOST_KB = 100
PHOTOS = {"Image"}


def main() -> int:
    lighthouse = sys.argv[1] if len(sys.argv) > 1 else "lighthouse"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "READ_ENV_FILE": "0",
            "DATA_DIR": folder,
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": "bench",
            "LOG_LEVEL": "ERROR",
            "ALLOWED_HOSTS": "127.0.0.1",
            "CHROME_PATH": shutil.which(os.environ.get("CHROMIUM", "chromium")) or "",
        }
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "manage.py", "start_here"], env=environment, check=True, stdout=subprocess.DEVNULL)
        pages = addresses(environment)
        server = subprocess.Popen(["deploy/serve", "127.0.0.1", str(PORT)], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait()
            reports = {name: report(lighthouse, HOME + address, environment, Path(folder)) for name, address in pages.items()}
        finally:
            server.terminate()
            server.wait(timeout=20)
    return show(reports)


def addresses(environment: dict[str, str]) -> dict[str, str]:
    """The pages that are measured; two of them have addresses of the demo record."""
    code = (
        "from articles.models import Article; from meetings.models import Conference;"
        "print(Conference.objects.published()[0].get_absolute_url(), Article.objects.published()[0].get_absolute_url())"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", code]
    conference, article = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()
    return {"home": "/", "conference": conference, "article": article, "directives": "/chi-dao/"}


def wait() -> None:
    for _ in range(60):
        try:
            with urlopen(f"{HOME}/healthz"):
                return
        except OSError:
            time.sleep(1)
    raise SystemExit("The server does not answer.")


def report(lighthouse: str, address: str, environment: dict[str, str], folder: Path) -> dict:
    """Lighthouse's report of one page; the page is asked for once before, so that no first request is measured."""
    with urlopen(address):
        pass
    path = folder / "report.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    command = [lighthouse, address, "--quiet", "--output=json", f"--output-path={path}", f"--chrome-flags={flags}"]
    subprocess.run(command, env=environment, check=True, timeout=300)
    return json.loads(path.read_text())


def show(reports: dict[str, dict]) -> int:
    print(f"{'page':12} {'perf.':>6} {'access.':>8} {'practice':>9} {'SEO':>5} {'LCP s':>6} {'CLS':>6} {'KB':>6} {'of photos':>10}")
    below = []
    for name, found in reports.items():
        scores = {kind: round(100 * (found["categories"][kind]["score"] or 0)) for kind in LEAST}
        audits = found["audits"]
        moved = audits["cumulative-layout-shift"]["numericValue"]
        items = audits["network-requests"]["details"]["items"]
        photos = sum(each.get("transferSize", 0) for each in items if each.get("resourceType") in PHOTOS and "/anh/" in each["url"]) / 1000
        weight = sum(each.get("transferSize", 0) for each in items) / 1000 - photos
        paint = audits["largest-contentful-paint"]["numericValue"] / 1000
        row = [scores[kind] for kind in LEAST]
        print(f"{name:12} {row[0]:6} {row[1]:8} {row[2]:9} {row[3]:5} {paint:6.2f} {moved:6.3f} {weight:6.1f} {photos:10.1f}")
        below += [f"{name}: {kind} {scores[kind]} (at least {least})" for kind, least in LEAST.items() if scores[kind] < least]
        below += [f"{name}: layout moves by {moved:.3f}"] if moved >= MOST_MOVED else []
        below += [f"{name}: a first view of {weight:.0f} KB"] if weight > MOST_KB else []
        for kind in LEAST:
            if scores[kind] < 100:
                for each in found["categories"][kind]["auditRefs"]:
                    audit = audits[each["id"]]
                    if each["weight"] and (audit["score"] or 0) < 1 and audit["scoreDisplayMode"] != "notApplicable":
                        print(f"             {audit['title']} {audit.get('displayValue', '')}")
    for line in below:
        print(f"BELOW  {line}")
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main())
