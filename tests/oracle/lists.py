"""Random data sets, made from a seed, with places and partnerships of every kind that a list may hold.

A data set is written in one of the forms that the documentation describes; what each end *means* is known here from
how it was made, so that the oracle needs no look-up of names.
"""
import csv
import dataclasses
import datetime
import json

from dates import Date

KINDS = ["sister-city", "friendship", "cooperation", "agreement", "project", "informal"]
STATUSES = ["proposed", "active", "dormant", "suspended", "terminated", "unknown"]
COUNTRIES = ["BY", "RU", "PL", "LT", "SK", "PT", "KZ", "LV", "NL", "VA"]
SYLLABLES = "ba dze fo gru hy ju kla lo mu nev pri qua ro ska tru vo wen xi ya zor".split()
ENDINGS = ["", "", "", "č", "ø", "é"]


@dataclasses.dataclass
class City:
    id: str
    name: str
    country: str
    region: str
    part_of: str
    is_region: bool
    position: tuple[float, float] | None
    aliases: list[str]


@dataclasses.dataclass
class Partnership:
    """A row. `a` and `b` are the nodes that it means, and `texts` are its cells for them."""

    a: str
    b: str
    texts: tuple[str, str]
    kind: str
    status: str
    since: Date | None
    until: Date | None
    suspended: Date | None
    claimed_by: str
    fields: str

    @property
    def is_loop(self):
        return self.a == self.b


class Register:
    """The regions of every country, from the project's own data."""

    def __init__(self, folder):
        with open(folder / "regions.csv", encoding="utf-8", newline="") as file:
            self.regions = {row["code"]: row["country"] for row in csv.DictReader(file)}
        with open(folder / "countries.csv", encoding="utf-8", newline="") as file:
            self.countries = {row["alpha2"]: row["name_en"] for row in csv.DictReader(file)}


class Lists:
    """A data set: cities, partnerships, regions that only it defines, and focus countries."""

    def __init__(self, register, cities, partnerships, own_regions, focus):
        self.cities = {city.id: city for city in cities}
        self.partnerships = partnerships
        self.own_regions = own_regions
        self.focus = focus
        self.regions = register.regions | {row["code"]: row["country"] for row in own_regions}

    def write(self, folder, rng):
        """Writes the data set below `folder`, in a form of `rng`'s choice, and returns what `--data` takes."""
        folder.mkdir(parents=True, exist_ok=True)
        tables = {"cities": [self.city_row(c) for c in self.cities.values()],
                  "partnerships": [partnership_row(p) for p in self.partnerships]}
        if self.own_regions:
            tables["regions"] = self.own_regions
        if rng.random() < 0.25:
            whole = {"focus": self.focus} if self.focus else {}
            path = folder / "data.json"
            path.write_text(json.dumps(whole | tables, ensure_ascii=False, indent=1), encoding="utf-8")
            return path
        for name, rows in tables.items():
            write_table(folder / f"{name}.csv", rows, COLUMNS[name], rng)
        if self.focus:
            (folder / "datapackage.json").write_text(json.dumps({"focus": self.focus}), encoding="utf-8")
        return folder

    def city_row(self, city):
        lat, lon = city.position or ("", "")
        return {"id": city.id, "name": city.name, "country": city.country, "region": city.region,
                "part_of": city.part_of, "is_region": "yes" if city.is_region else "",
                "lat": str(lat), "lon": str(lon), "aliases": "|".join(city.aliases)}


COLUMNS = {
    "cities": ["id", "name", "country", "region", "part_of", "is_region", "lat", "lon", "aliases"],
    "partnerships": ["a", "b", "kind", "status", "since", "until", "suspended", "claimed_by", "fields"],
    "regions": ["code", "country", "name", "checked"],
}


def partnership_row(p):
    return {"a": p.texts[0], "b": p.texts[1], "kind": p.kind, "status": p.status,
            **{key: str(getattr(p, key) or "") for key in ("since", "until", "suspended")},
            "claimed_by": p.claimed_by, "fields": p.fields}


def write_table(path, rows, columns, rng):
    """A table as a spreadsheet may save it: in any order of columns, with any of the three separators, perhaps with a
        byte order mark."""
    columns = rng.sample(columns, len(columns))
    encoding = "utf-8-sig" if rng.random() < 0.2 else "utf-8"
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=rng.choice(",;\t"),
                                lineterminator=rng.choice(["\n", "\r\n"]))
        writer.writeheader()
        writer.writerows(rows)


class Maker:
    """Makes one data set from a seeded generator."""

    def __init__(self, register, rng):
        self.register, self.rng = register, rng
        self.words = set()
        # A single name takes the program longer to look up than all other work together.
        self.by_name = rng.random() < 0.25

    def lists(self):
        rng = self.rng
        countries = rng.sample(COUNTRIES, rng.randint(2, 4))
        self.own_regions = self.make_own_regions(countries)
        self.areas = self.choose_areas(countries)
        cities = self.make_cities()
        focus = rng.sample(countries, rng.choice([0, 0, 0, 1, 2, 2, 2]))
        self.countries = countries
        partnerships = self.make_partnerships(cities, rng.randint(0, 2 * len(cities) + 4))
        return Lists(self.register, cities, partnerships, self.own_regions, focus)

    def later(self, lists):
        """The lists some years later: rows were removed, added and changed, and places removed and added."""
        rng = self.rng
        rows = [dataclasses.replace(row) for row in lists.partnerships if rng.random() < 0.85]
        for row in rows:
            if rng.random() < 0.3:
                self.change(row)
        cities = list(lists.cities.values())
        ends = {end for row in rows for end in (row.a, row.b)} | {c.part_of for c in cities}
        cities = [c for c in cities if c.id in ends or c.is_region or rng.random() < 0.7]
        cities += [self.make_city(*rng.choice(self.areas), []) for _ in range(rng.randint(0, 2))]
        rows += self.make_partnerships(cities, rng.randint(0, 4))
        rng.shuffle(rows)
        return Lists(self.register, cities, rows, lists.own_regions, lists.focus)

    def change(self, row):
        fresh = self.make_row(row.a, row.b, row.texts)
        for key in self.rng.choice([["kind"], ["claimed_by"], ["fields"],
                                    ["status", "since", "until", "suspended"]]):
            setattr(row, key, getattr(fresh, key))
        if self.rng.random() < 0.3:
            row.a, row.b, row.texts = row.b, row.a, row.texts[::-1]
            row.claimed_by = {"a": "b", "b": "a"}.get(row.claimed_by, row.claimed_by)

    def make_own_regions(self, countries):
        rows, rng = [], self.rng
        if rng.random() < 0.3:
            country = rng.choice(countries)
            rows.append({"code": f"{country}-ZZ{rng.randint(1, 9)}", "country": country, "name": self.word(), "checked": ""})
        if rng.random() < 0.2:
            code = rng.choice([c for c, country in self.register.regions.items() if country in countries])
            rows.append({"code": code, "country": self.register.regions[code], "name": self.word(),
                         "checked": rng.choice(["2020", "2021-05-01"])})
        return rows

    def choose_areas(self, countries):
        """Pairs of a country and one of its regions; so few that several places share one."""
        areas = []
        for country in countries:
            regions = [c for c, of in self.register.regions.items() if of == country]
            regions = self.rng.sample(regions, min(len(regions), self.rng.randint(1, 3)))
            regions += [row["code"] for row in self.own_regions if row["country"] == country]
            areas += [(country, region) for region in regions] or [(country, "")]
        return areas

    def word(self):
        """A name that is unique in this data set and unlikely to exist anywhere."""
        rng = self.rng
        while True:
            word = "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(3, 4)))
            if word not in self.words:
                self.words.add(word)
                return word.capitalize() + rng.choice(ENDINGS)

    def make_cities(self):
        rng, cities, taken = self.rng, [], set()
        for _ in range(rng.randint(2, 24)):
            country, region = rng.choice(self.areas)
            city = self.make_city(country, region, cities)
            if city.region and region not in taken and not city.part_of and rng.random() < 0.2:
                city.is_region = True
                taken.add(region)
            cities.append(city)
        return cities

    def make_city(self, country, region, others):
        rng, name = self.rng, self.word()
        if rng.random() < 0.05:
            country, region = "", ""
        if rng.random() < 0.1:
            region = ""
        wholes = [c.id for c in others if c.country == country]
        position = (round(rng.uniform(-80, 80), 4), round(rng.uniform(-180, 180), 4)) if rng.random() < 0.6 else None
        return City(
            id=rng.choice([name.lower(), name, f"{name.lower()}-{country.lower() or 'x'}"]),
            name=name, country=country, region=region,
            part_of=rng.choice(wholes) if wholes and rng.random() < 0.25 else "",
            is_region=False, position=position,
            aliases=[self.word() for _ in range(rng.choice([0, 0, 0, 1, 2]))])

    def make_partnerships(self, cities, count):
        rng, rows = self.rng, []
        regions = sorted({region for _, region in self.areas if region})
        seats = {c.region: c for c in cities if c.is_region}
        for _ in range(count):
            if rows and rng.random() < 0.15:
                row = rng.choice(rows)
                pair = rng.sample([(row.a, row.texts[0]), (row.b, row.texts[1])], 2)
            else:
                pair = [self.make_end(cities, regions, seats) for _ in range(2)]
                if rng.random() < 0.03:
                    pair[1] = pair[0]
            (a, a_text), (b, b_text) = pair
            rows.append(self.make_row(a, b, (a_text, b_text)))
        return rows

    def make_end(self, cities, regions, seats):
        """A node, and one of its spellings."""
        rng, chance = self.rng, self.rng.random()
        if chance < 0.06:
            country = rng.choice(self.countries)
            return country, rng.choice([country, self.register.countries[country]]) if self.by_name else country
        if chance < 0.18 and regions:
            region = rng.choice(regions)
            return (seats[region].id if region in seats else region), region
        city = rng.choice(cities)
        texts = [city.id, city.id] + [city.region] * city.is_region
        if self.by_name:
            texts += [city.name, city.name.upper(), *city.aliases]
            texts += [f"{city.name}, {city.country}"] if city.country else []
        return city.id, rng.choice(texts)

    def make_row(self, a, b, texts):
        rng = self.rng
        days = sorted(datetime.date(1990, 1, 1) + datetime.timedelta(rng.randrange(12000)) for _ in range(3))
        since, suspended, until = (Date.of(day, rng.randint(1, 3)) for day in days)
        status = rng.choice(["", "", "", "", *STATUSES])
        has = {"since": rng.random() < 0.5, "until": rng.random() < 0.2, "suspended": rng.random() < 0.12}
        return Partnership(
            a, b, texts, rng.choice([KINDS[0], KINDS[0], *KINDS]), status,
            since if has["since"] else None, until if has["until"] else None, suspended if has["suspended"] else None,
            rng.choice(["", "", "a", "b", "both"]), rng.choice(["", "", "trade", "trade|cultural"]))
