"""Makes `towns.csv` of each built-in data set: the towns of its focus countries with 20,000 inhabitants or more.

    large_towns.py SISTERGRAPH

    SISTERGRAPH  the program, built with the gazetteer

A row is a town of GeoNames (CC BY 4.0), the largest first: its GeoNames id, its name, its country, its inhabitants, and the id of the
place of the data set that it is, blank where there is none. Parts of larger towns are left out. So `report` counts the towns without a
tie, and doesn't open the gazetteer.

Run it again whenever the towns, the data set or the way in which towns are identified change; a test compares the numbers.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parent.parent
AT_LEAST = 20_000
COLUMNS = ["geonames", "town", "country", "population", "place"]

# No built-in partnership has this status, so that every town is listed as one without a tie.
NO_TIE = ["--status", "terminated"]


def towns(program, folder, focus):
    words = ["unconnected", *focus, "--to", "any", "--level", "city", "--min-population", str(AT_LEAST), *NO_TIE]
    command = [program, "--quiet", "--data", str(folder), *words, "--format", "csv"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    rows = list(csv.DictReader(answer.splitlines()))
    assert all(row["reason"] in ("not-in-data", "no-tie") for row in rows), "a partnership has this status after all"
    return rows


def main(program):
    for package in sorted(DATA.glob("*/datapackage.json")):
        focus = json.loads(package.read_text(encoding="utf-8")).get("focus", [])
        if not focus:
            continue
        rows = sorted(towns(program, package.parent, focus), key=lambda row: (-int(row["population"]), int(row["geonames"])))
        with open(package.parent / "towns.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        print(f"{package.parent.name}: {len(rows)} towns, {sum(1 for row in rows if row['place'])} of them in the data")


if __name__ == "__main__":
    main(*sys.argv[1:])
