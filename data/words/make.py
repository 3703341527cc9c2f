"""Makes `countries.tsv.deflate` and `regions.tsv.deflate`: words for countries and regions, each with what it means.

    make.py CLDR OLD_CLDR SUBDIVISIONS ALIASES NATURAL_EARTH

    CLDR           the folder `main` of CLDR's localenames in JSON, of the newest version
    OLD_CLDR       the same of an older version, for names that were
    SUBDIVISIONS   the folder `common/subdivisions` of CLDR 41, the last version with names in all languages
    ALIASES        CLDR's `aliases.json`
    NATURAL_EARTH  the folder with `countries-10m.json` and `countries-50m.json`, Natural Earth's countries in TopoJSON

iso-codes' tables and translations come with the package `pycountry`. `own.csv` has what none of the sources has. A line of
the result is a key, a tab and a code; lines are in the order of their bytes. The key of a word is made here as the program
makes it (`src/register/word_key.rs`). A word that two countries would bear means none of them, but a name of the register means
its country.
"""

import csv
import difflib
import gettext
import json
import os
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
import zlib
from collections import defaultdict
from pathlib import Path

import pycountry

HERE = Path(__file__).parent
REGISTER = HERE.parent / "register"

# The languages that lists are kept in; names of all countries and regions are taken in them.
EVERYWHERE = "en de fr es it pt nl pl cs sv ru be uk tr zh ja ko".split()
# Names of countries are taken in these, too.
COUNTRIES_TOO = (
    "da nb fi is hu ro bg el sk sl hr sr sr-Latn bs mk sq lt lv et ar he fa ka hy az kk ky uz tg mn vi id ca gl eu "
    "zh-Hant zh-Hant-HK pt-PT de-AT de-CH es-MX fr-CA en-GB"
).split()

# A key has no marks, and so these languages would lose their vowels: different names would be one.
VOWELS_ARE_MARKS = set("as bho bn brx dz gu hi km kn kok ks lo mai ml mr my ne or pa sa sat sd si ta te th".split())

# As `spell_out` in `src/model/fold.rs`.
SPELT_OUT = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
# As `SMALL_WORDS` and `ABBREVIATED` in `src/register/word_key.rs`.
SMALL_WORDS = set("the of and und et y e en och i a и і й та ve da".split())
ABBREVIATED = {
    "saint": "st", "sankt": "st", "sint": "st", "sainte": "ste", "rep": "republic", "dem": "democratic", "is": "islands",
}


def is_mark(c):
    return unicodedata.category(c).startswith("M")


def fold(text):
    """As `fold` in `src/model/fold.rs`."""
    small = (d for c in unicodedata.normalize("NFKD", text) if not is_mark(c) for d in c.lower())
    return "".join(SPELT_OUT.get(c, c) for c in small if not is_mark(c) and (c in SPELT_OUT or c.isalnum()))


def key(text):
    """As `word_key` in `src/register/word_key.rs`."""
    if re.fullmatch("[A-Za-z]{2}-[A-Za-z0-9]{1,3}", text):
        return text.lower()
    parts, part = [], ""
    for c in text + " ":
        if c.isalnum() or is_mark(c):
            part += c
        elif part:
            parts.append(fold(part))
            part = ""
    if len(parts) > 1 and all(len(part.encode()) == 1 for part in parts):
        return ".".join(parts)
    kept = [ABBREVIATED.get(p, p) for p in parts if p not in SMALL_WORDS]
    return "".join(kept or parts)


def rotated(name):
    """`Korea, Republic of` and `Korea (Republic of)` as `Republic of Korea`, beside the name itself."""
    yield name
    if inverted := re.fullmatch(r"([^,(]+)[,(]([^,(]+?)\)?", name):
        yield f"{inverted[2].strip()} {inverted[1].strip()}"


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(row, columns):
    return [name for column in columns for name in row[column].split("|") if name]


def translations(domain, languages):
    for language in languages:
        folder = os.path.join(os.path.dirname(pycountry.__file__), "locales")
        try:
            yield gettext.translation(domain, folder, [language.replace("-", "_")])
        except OSError:
            continue


class Words:
    """What words mean, by key."""

    def __init__(self):
        self.codes = defaultdict(set)
        # Keys of which a word is spelt in another way: a look for folded names doesn't find that.
        self.respelt = set()

    def add(self, word, code):
        word_key = key(word)
        # A letter or two are a code, or mean too much; one Han character or two are a name.
        if len(word_key) > 2 or (word_key and not word_key.isascii()):
            self.codes[word_key].add(code)
            if fold(word) != word_key:
                self.respelt.add(word_key)

    def text(self):
        lines = [(word.encode(), code) for word, codes in self.codes.items() for code in sorted(codes)]
        return b"".join(word + b"\t" + code.encode() + b"\n" for word, code in sorted(lines))


def country_words(cldr, old_cldr, aliases, natural_earth):
    register = rows(REGISTER / "countries.csv")
    known = {row["alpha2"] for row in register}
    by_number = {row["numeric"]: row["alpha2"] for row in register}
    own, words, surest = Words(), Words(), {}
    for row in rows(HERE / "own.csv"):
        for word in row["words"].split("|"):
            if row["code"] in known or row["code"].startswith("GB-"):
                own.add(word, row["code"])
                if len(word) == 2 and word.isascii():
                    surest[word.lower()] = row["code"]
    for row in register:
        for name in names(row, ["name_en", "name_ru", "name_be", "aliases"]):
            own.add(name, row["alpha2"])
        for code in (row["alpha2"], row["alpha3"]):
            surest[code.lower()] = row["alpha2"]
    # Names and official names as ISO 3166-1 has them, and their translations.
    said = lambda entry: [entry.name, getattr(entry, "official_name", ""), getattr(entry, "common_name", "")]
    languages = [*EVERYWHERE, "zh_CN"]
    for entry in pycountry.countries:
        if entry.alpha_2 not in known:
            continue
        for name in filter(None, said(entry)):
            for word in rotated(name):
                own.add(word, entry.alpha_2)
            for translated in translations("iso3166-1", languages):
                for word in rotated(translated.gettext(name)):
                    words.add(word, entry.alpha_2)
    # Former countries with one successor: the last two letters of the code of four.
    for entry in pycountry.historic_countries:
        successor = entry.alpha_4[2:]
        if successor == "AA" and entry.alpha_2 in known:
            successor = entry.alpha_2
        if successor in known and successor != "CS":
            former = [entry.alpha_4, getattr(entry, "alpha_3", ""), entry.alpha_2]
            for code in filter(None, former):
                surest.setdefault(code.lower(), successor)
            for word in rotated(entry.name):
                words.add(word, successor)
    for former, alias in aliases["territoryAlias"].items():
        if alias["_replacement"] in known and not former.isdigit():
            surest.setdefault(former.lower(), alias["_replacement"])
    for folder, languages in ((cldr, EVERYWHERE + COUNTRIES_TOO), (old_cldr, EVERYWHERE + COUNTRIES_TOO)):
        for language in languages:
            path = folder / language / "territories.json"
            if not path.exists():
                continue
            territories = json.loads(path.read_text(encoding="utf-8"))["main"][language]["localeDisplayNames"]["territories"]
            for code, name in territories.items():
                if code[:2] in known and not code[:3].isdigit():
                    for word in rotated(name):
                        words.add(word, code[:2])
    for part in ("10m", "50m"):
        shapes = json.loads((natural_earth / f"countries-{part}.json").read_text(encoding="utf-8"))
        for shape in shapes["objects"]["countries"]["geometries"]:
            if code := by_number.get(shape.get("id")):
                words.add(shape["properties"]["name"], code)
    return settle(own, words, surest)


def settle(own, words, surest):
    """The words with one meaning: a code's before one of our own or the register's before a name of another source's."""
    settled = Words()
    for word_key, code in surest.items():
        settled.codes[word_key] = {code}
    for kind in (own, words):
        shared = {}
        for word_key, codes in kind.codes.items():
            if word_key in settled.codes:
                if not codes <= settled.codes[word_key]:
                    shared[word_key] = codes | settled.codes[word_key]
            elif len(codes) == 1:
                settled.codes[word_key] = codes
            else:
                shared[word_key] = codes
        for word_key, codes in sorted(shared.items()):
            print("shared:", word_key, *sorted(codes), "->", *settled.codes.get(word_key, ["none"]), file=sys.stderr)
    return settled


def region_words(subdivisions, aliases):
    register = {row["code"]: row for row in rows(REGISTER / "regions.csv")}
    replaced = {former: alias["_replacement"] for former, alias in aliases["subdivisionAlias"].items()}
    english = {element.get("type"): element.text for element in ET.parse(subdivisions / "en.xml").iter("subdivision")}
    code_now = codes_now(register, replaced, english)
    words = Words()
    for former, code in code_now.items():
        if f"{former[:2]}-{former[2:]}".upper() not in register:
            words.add(f"{former[:2]}-{former[2:]}", code)
    own_languages = languages_of_countries()
    for entry in pycountry.subdivisions:
        if entry.code not in register:
            continue
        for word in rotated(entry.name):
            words.add(word, entry.code)
        languages = [*EVERYWHERE, "zh_CN", *own_languages[entry.country_code]]
        for translated in translations("iso3166-2", languages):
            for word in rotated(translated.gettext(entry.name)):
                words.add(word, entry.code)
    for path in sorted(subdivisions.glob("*.xml")):
        language = path.stem
        for element in ET.parse(path).iter("subdivision"):
            code = code_now.get(element.get("type"))
            if code is None or not element.text:
                continue
            if language in EVERYWHERE or language.split("_")[0] in own_languages[code[:2]]:
                for word in rotated(element.text):
                    words.add(word, code)
    for row in rows(HERE / "own.csv"):
        if row["code"] in register:
            for word in row["words"].split("|"):
                words.add(word, row["code"])
    for code, row in register.items():
        # A republic of Russia goes by its name and by its title.
        if row["type"] == "republic" and row["name_ru"]:
            words.add(f"Республика {row['name_ru']}", code)
        # What the register says already is found there, unless its key is another.
        for name in names(row, ["name", "name_ru", "name_be", "aliases"]):
            if key(name) not in words.respelt and fold(name) == key(name):
                words.codes[key(name)].discard(code)
            else:
                words.add(name, code)
    return words


# Words for kinds of region, which a name has in one source and lacks in the other.
KINDS = set("region province oblast county district prefecture department governorate state canton".split())


def stem(name):
    return "".join(word for word in map(fold, re.split(r"[\W_]+", name)) if word not in KINDS)


def codes_now(register, replaced, english):
    """The code in the register of each code of CLDR 41. Countries have given their codes to other regions since (Iran's and
    Morocco's numbers): a code holds where the English names are alike, else the region of this name is looked for."""
    now, by_name = {}, defaultdict(set)
    iso = {entry.code: entry.name for entry in pycountry.subdivisions}
    for code, row in register.items():
        for name in [row["name"], iso[code], *row["aliases"].split("|")]:
            by_name[row["country"], fold(name)].add(code)
            by_name[row["country"], stem(name)].add(code)
    for cldr_code in sorted({*english, *replaced}):
        as_iso = f"{cldr_code[:2]}-{cldr_code[2:]}".upper()
        if as_iso in iso and as_iso not in register:
            # A division of the second level.
            continue
        code, seen = cldr_code, set()
        # Of two letters is a country's code: the region is called a country there.
        while code not in seen and len(replaced.get(code, "")) > 2:
            seen.add(code)
            code = replaced[code]
        country, told = cldr_code[:2].upper(), english.get(code) or english.get(cldr_code)
        code = f"{code[:2]}-{code[2:]}".upper()
        if code in register:
            row = register[code]
            names = [row["name"], iso[code], *row["aliases"].split("|")]
            likeness = lambda name: difflib.SequenceMatcher(None, stem(told), stem(name)).ratio()
            if not told or country not in RENUMBERED and max(map(likeness, filter(None, names))) > 0.2:
                now[cldr_code] = code
                continue
        named = by_name[country, fold(told or "")] or by_name[country, stem(told or "")]
        if told and len(named) == 1:
            now[cldr_code] = next(iter(named))
    return now


# Their codes are those of other regions since CLDR 41.
RENUMBERED = {"IR", "MA"}


def languages_of_countries():
    """The languages that a country's regions have their own names in."""
    path = Path(sys.argv[4]).parent / "territoryInfo.json"
    told = json.loads(path.read_text(encoding="utf-8"))["supplemental"]["territoryInfo"]
    spoken = defaultdict(set)
    for country, facts in told.items():
        for language, how in facts.get("languagePopulation", {}).items():
            if language.split("_")[0] in VOWELS_ARE_MARKS:
                continue
            if how.get("_officialStatus") or float(how.get("_populationPercent", 0)) >= 20:
                spoken[country].add(language.split("_")[0])
        if "nb" in spoken[country]:
            spoken[country].add("no")
    return spoken


def pack(text):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(text) + packer.flush()


def pack_by_country(text):
    """For each country its code, how many bytes follow, and its lines packed: a look into one country unpacks only these."""
    lines = defaultdict(bytes)
    for line in text.splitlines(keepends=True):
        lines[line.split(b"\t")[1][:2]] += line
    parts = {country: pack(of_country) for country, of_country in lines.items()}
    return b"".join(country + len(part).to_bytes(3, "little") + part for country, part in sorted(parts.items()))


def main():
    cldr, old_cldr, subdivisions, aliases, natural_earth = map(Path, sys.argv[1:])
    aliases = json.loads(aliases.read_text(encoding="utf-8"))["supplemental"]["metadata"]["alias"]
    countries = country_words(cldr, old_cldr, aliases, natural_earth)
    for name, words in (("countries", countries), ("regions", region_words(subdivisions, aliases))):
        text = words.text()
        packed = pack(text) if name == "countries" else pack_by_country(text)
        (HERE / f"{name}.tsv.deflate").write_bytes(packed)
        print(f"{name}: {len(text.splitlines())} words in {len(text)} bytes, packed in {len(packed)}")


if __name__ == "__main__":
    main()
