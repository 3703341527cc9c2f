"""Makes `register.tsv.deflate`: names of the register's countries and regions in languages that its tables lack.

    make.py CLDR SUBDIVISIONS ALIASES

    CLDR          the folder `main` of CLDR's localenames in JSON (npm: cldr-localenames-full)
    SUBDIVISIONS  the folder `common/subdivisions` of CLDR 42 (npm: cldr 7.3.0, in `3rdparty/cldr`); newer versions have
                  names of subdivisions in English alone
    ALIASES       CLDR's `aliases.json` (npm: cldr-core, in `supplemental`)

The result has a part for each language: its code, how many bytes follow, and lines packed. A line is a code of a country
or region, a tab and a name; lines are in the order of their bytes. In Russian and Belarusian only what the register's
tables lack stands there. A region's name that is the English one is left out, since that stands in for it.

`register.csv` has names that CLDR has in a wrong or odd form, each with what stands there instead (blank for none), and why.
`--check` prints what looks odd and writes nothing. Needs `pycountry`, as `../words/make.py`, which tells what code a region
of CLDR has now.
"""

import csv
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "words"))
import make as words  # noqa: E402

# In the order of the program's languages.
LANGUAGES = "ru be uk pl de fr".split()
CYRILLIC = {"ru", "be", "uk"}


def tidy(name):
    """With single blanks, straight apostrophes as elsewhere in the register, a capital at the beginning, and without a
    remark at the end that tells an article of an encyclopedia from others: `Baringo (hrabstwo)`."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    # CLDR marks with a small figure what would else be called the same.
    name = re.sub("[’ʼ]", "'", name.replace("\u2011", "-")).rstrip("¹²³")
    name = re.sub(r" \([^()]*\)?$", "", name)
    return name[:1].upper() + name[1:]


def territories(cldr, language):
    told = json.loads((cldr / language / "territories.json").read_text(encoding="utf-8"))
    return told["main"][language]["localeDisplayNames"]["territories"]


def subdivisions(folder, language):
    tree = ET.parse(folder / f"{language}.xml")
    return {element.get("type"): element.text for element in tree.iter("subdivision") if element.text}


def is_odd(language, name):
    """Whether a name has letters of another script, digits, or a remark."""
    letters = [unicodedata.name(c, "").split()[0] for c in name if c.isalpha()]
    script = "CYRILLIC" if language in CYRILLIC else "LATIN"
    return any(letter not in (script, "MODIFIER") for letter in letters) or bool(re.search(r"[\d()\[\]:;]|, ", name))


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    checks = len(arguments) < len(sys.argv) - 1
    cldr, folder, aliases = map(Path, arguments)
    countries = words.rows(words.REGISTER / "countries.csv")
    regions = {row["code"]: row for row in words.rows(words.REGISTER / "regions.csv")}
    replaced = {
        former: alias["_replacement"]
        for former, alias in json.loads(aliases.read_text(encoding="utf-8"))["supplemental"]["metadata"]["alias"][
            "subdivisionAlias"
        ].items()
    }
    english = subdivisions(folder, "en")
    code_now = words.codes_now(regions, replaced, english)
    mended = {(row["code"], row["language"]): row["name"] for row in words.rows(HERE / "register.csv")}
    packed, counts, unused = b"", [], set(mended)
    for language in LANGUAGES:
        lines = {}
        told = territories(cldr, language)
        for row in countries:
            code = row["alpha2"]
            # Hong Kong and Macao without what they are of China.
            short = told.get(f"{code}-alt-short", "") if code in ("HK", "MO") else ""
            name = mended.get((code, language), tidy(short or told.get(code, "")))
            unused.discard((code, language))
            if name and not row.get(f"name_{language}"):
                lines[code] = name
        named, dropped = 0, []
        found = {}
        for cldr_code, name in sorted(subdivisions(folder, language).items()):
            if code := code_now.get(cldr_code):
                # A code of today's before a former one.
                if code not in found or code == f"{cldr_code[:2]}-{cldr_code[2:]}".upper():
                    found[code] = tidy(name)
        for (code, of_language), name in mended.items():
            if of_language == language and code in regions:
                unused.discard((code, language))
                found[code] = name
        # Two regions of a country can't be told apart by one name.
        shared = Counter((code[:2], name) for code, name in found.items() if name)
        for code, name in sorted(found.items()):
            own = regions[code].get(f"name_{language}")
            is_mended = (code, language) in mended
            if not name or own:
                continue
            if not is_mended and (shared[code[:2], name] > 1 or is_odd(language, name)):
                dropped.append(f"{code} {name}")
                continue
            named += 1
            if name != regions[code]["name"]:
                lines[code] = name
        own = sum(bool(row.get(f"name_{language}")) for row in regions.values())
        counts.append(
            f"{language}: {sum(code in told or bool(row.get(f'name_{language}')) for row in countries for code in [row['alpha2']])}"
            f" countries, {own + named} regions ({own} in the register's table), {len(dropped)} left out"
        )
        if checks:
            print(f"{language} left out:", "; ".join(dropped))
        text = "".join(f"{code}\t{name}\n" for code, name in sorted(lines.items())).encode()
        part = words.pack(text)
        packed += language.encode() + len(part).to_bytes(3, "little") + part
    for code, language in sorted(unused):
        sys.exit(f"register.csv: {code} {language} mends nothing")
    print("\n".join(counts))
    if not checks:
        (HERE / "register.tsv.deflate").write_bytes(packed)
        print(f"packed in {len(packed)} bytes")


if __name__ == "__main__":
    main()
