#!/usr/bin/env python3
"""Makes a dump as Wikidata publishes it, of any size: an array of entities in JSON, one a line, packed by gzip.

    benches/wikidata_dump.py OUT.json.gz [--megabytes N] [--twinned SHARE]

Entities have labels, descriptions and aliases in a score of languages, statements with references and links to other wikis, as those of
the dump. A few are towns that are twinned with others (P190); the rest are items of which a reader of twins needs nothing. The same
arguments make the same bytes.
"""
import argparse
import gzip
import json
import pathlib
import random

LANGUAGES = "en de fr ru be uk pl es it nl sv pt ja zh ar tr cs fi hu ko".split()
SYLLABLES = "ba de fi ko lu ma ne po ra si ta ve gro stein burg hof ville port minsk".split()
PROPERTIES = ["P31", "P279", "P106", "P27", "P21", "P569", "P735", "P734", "P19", "P69", "P166", "P361"]
TOWN, COUNTRY = 515, 183


def snak(number, property, value, kind):
    return {"snaktype": "value", "property": property, "hash": f"{number:040x}", "datavalue": {"value": value, "type": kind}}


def item(number):
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def statement(draw, entity, property, value, kind, qualifiers=None):
    """A statement with an id, and every other time with a reference."""
    number = draw.getrandbits(150)
    made = {"mainsnak": snak(number, property, value, kind), "type": "statement", "rank": "normal",
            "id": f"Q{entity}${number:032X}"[:48]}
    if qualifiers:
        made["qualifiers"] = qualifiers
    if draw.random() < 0.5:
        source = snak(draw.getrandbits(150), "P854", f"https://example.org/{draw.getrandbits(40):x}", "string")
        made["references"] = [{"hash": f"{draw.getrandbits(150):040x}", "snaks": {"P854": [source]}, "snaks-order": ["P854"]}]
    return made


def entity(draw, number, twins):
    """An item; a town where it has twins."""
    name = "".join(draw.choices(SYLLABLES, k=3)).capitalize()
    told = draw.sample(LANGUAGES, draw.randint(4, len(LANGUAGES)))
    claims = {}
    for property in draw.sample(PROPERTIES, draw.randint(3, len(PROPERTIES))):
        value = item(TOWN) if property == "P31" and twins else item(draw.randint(1, 10**8))
        claims[property] = [statement(draw, number, property, value, "wikibase-entityid")]
    if twins:
        claims["P17"] = [statement(draw, number, "P17", item(COUNTRY), "wikibase-entityid")]
        place = {"latitude": round(draw.uniform(47, 55), 5), "longitude": round(draw.uniform(6, 15), 5), "precision": 0.001,
                 "globe": "http://www.wikidata.org/entity/Q2"}
        claims["P625"] = [statement(draw, number, "P625", place, "globecoordinate")]
        time = {"time": f"+{draw.randint(1950, 2020)}-00-00T00:00:00Z", "precision": 9, "timezone": 0}
        since = {"P580": [snak(draw.getrandbits(150), "P580", time, "time")]}
        claims["P190"] = [statement(draw, number, "P190", item(twin), "wikibase-entityid", since) for twin in twins]
    return {
        "type": "item", "id": f"Q{number}",
        "labels": {code: {"language": code, "value": name} for code in told},
        "descriptions": {code: {"language": code, "value": " ".join(draw.choices(SYLLABLES, k=6))} for code in told},
        "aliases": {code: [{"language": code, "value": f"{name} {draw.choice(SYLLABLES)}"}] for code in told[:3]},
        "claims": claims,
        "sitelinks": {f"{code}wiki": {"site": f"{code}wiki", "title": name, "badges": []} for code in told},
        "lastrevid": draw.getrandbits(31), "modified": "2026-02-01T00:00:00Z",
    }


def write(out, megabytes, twinned):
    """Writes a dump that takes so many megabytes unpacked, and says how many entities and towns it has."""
    draw = random.Random(20260207)
    written, number, towns = 0, 1000, []
    # A fixed time of making, so that the same dump has the same bytes.
    with open(out, "wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        packed.write(b"[\n")
        while written < megabytes * 1_000_000:
            number += draw.randint(1, 9)
            twins = draw.sample(towns, min(len(towns), draw.randint(1, 4))) or [number + 1] if draw.random() < twinned else []
            if twins:
                towns.append(number)
            line = (json.dumps(entity(draw, number, twins), separators=(",", ":"), ensure_ascii=True) + ",\n").encode()
            packed.write(line)
            written += len(line)
        # The last entity of an array has no comma behind it.
        packed.write(json.dumps(entity(draw, number + 1, []), separators=(",", ":")).encode() + b"\n]\n")
    return len(towns)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--megabytes", type=int, default=400, help="its size unpacked")
    parser.add_argument("--twinned", type=float, default=0.002, help="the share of entities that are towns with twins")
    options = parser.parse_args()
    towns = write(options.out, options.megabytes, options.twinned)
    print(f"{options.out}: {options.megabytes} MB unpacked, {options.out.stat().st_size / 1e6:.0f} MB packed, {towns} towns with twins")


if __name__ == "__main__":
    main()
