"""The counting rules of the documentation ("What is counted"), without any optimisation: which partnerships are in force,
which ties and places a question is about, and which areas contain which places."""
import dataclasses
import datetime

import networkx as nx

IN_FORCE = {"active", "dormant", "unknown"}


def standing(row, day):
    """A partnership's status as of a day, or with every end counted as come where `day` is None; None before it begins.

    A date that is known to the year or month only counts in favour of being in force for as long as it may.
    """
    if day and row.since and row.since.first > day:
        return None
    if row.status == "proposed":
        return "proposed"
    if row.until:
        if day is None or row.until.last < day:
            return "terminated"
    elif row.status == "terminated":
        return "terminated"
    if row.suspended:
        if day is None or row.suspended.last <= day:
            return "suspended"
    elif row.status == "suspended":
        return "suspended"
    return row.status if row.status in IN_FORCE else "active"


@dataclasses.dataclass(frozen=True)
class Filters:
    """The filters of a question, as on the command line."""

    between: tuple[str, str] | None = None
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    as_of: object = None
    level: str | None = None

    def arguments(self):
        args = ["--between", *self.between] if self.between else []
        for option, values in [("--country", self.countries), ("--region", self.regions), ("--kind", self.kinds),
                               ("--status", self.statuses)]:
            for value in values:
                args += [option, value]
        if self.as_of:
            args += ["--as-of", str(self.as_of)]
        return args + (["--level", self.level] if self.level else [])

    @property
    def day(self):
        """A year or month means its last day."""
        return self.as_of.last if self.as_of else None

    @property
    def restrict(self):
        return self != Filters()

    def at(self, day):
        """The same filters, as of another day."""
        return dataclasses.replace(self, as_of=day)


class Rules:
    """A data set to which the counting rules are applied."""

    def __init__(self, lists):
        self.lists = lists
        self.seats = {c.region: c.id for c in lists.cities.values() if c.is_region}
        ends = {end for row in lists.partnerships for end in (row.a, row.b)}
        self.places = set(lists.cities) | ends

    # Places, and the areas that contain them.

    def level(self, place):
        if place in self.lists.cities:
            return "city"
        return "region" if place in self.lists.regions else "country"

    def country(self, place):
        """None if the data set doesn't say it."""
        if place in self.lists.cities:
            return self.lists.cities[place].country or None
        return self.lists.regions.get(place, place)

    def region(self, place):
        """None at country level, and if the data set doesn't say it."""
        if place in self.lists.cities:
            return self.lists.cities[place].region or None
        return place if place in self.lists.regions else None

    def lies_in(self, place, area):
        """`area` is the code of a country or region."""
        return (self.region(place) if area in self.lists.regions else self.country(place)) == area

    def country_of_area(self, area):
        return self.lists.regions.get(area, area)

    def regions_of(self, area):
        """The codes of the regions of a country. For a region, only its own code."""
        if area in self.lists.regions:
            return [area]
        return sorted(code for code, country in self.lists.regions.items() if country == area)

    def without_regions(self):
        """The countries that have cities but no place with a region, so that nobody knows which of their regions have ties."""
        located = {self.country(p) for p in self.places if self.region(p)}
        cities = {self.country(p) for p in self.places if self.level(p) == "city"}
        return (cities & set(self.lists.regions.values())) - located

    def node(self, area):
        """The place that a code of a region or country means."""
        return self.seats.get(area, area)

    def within(self, place):
        """A place with its parts; for a region or country, with all places in it."""
        found = {p for p in self.places if self.level(place) != "city" and self.lies_in(p, place)} | {place}
        city = self.lists.cities.get(place)
        if city and city.is_region:
            found |= {p for p in self.places if self.region(p) == city.region}
        while True:
            parts = {c.id for c in self.lists.cities.values() if c.part_of in found}
            if parts <= found:
                return found
            found |= parts

    # Partnerships and ties.

    def passes(self, row, filters):
        """Whether a partnership passes the filters, no matter when it is in force."""
        ends = (row.a, row.b)
        countries, regions = {self.country(e) for e in ends}, {self.region(e) for e in ends}
        if filters.between:
            a, b = filters.between
            crosses = any(self.lies_in(p, a) and self.lies_in(q, b) for p, q in (ends, ends[::-1]))
            if not crosses:
                return False
        if filters.countries and not countries & set(filters.countries):
            return False
        if filters.regions and not regions & set(filters.regions):
            return False
        if filters.kinds and row.kind not in filters.kinds:
            return False
        return not filters.level or all(self.level(e) == filters.level for e in ends)

    def counts(self, row, filters):
        """Whether a partnership counts, because it is in force or has a requested status."""
        wanted = set(filters.statuses) or IN_FORCE
        return self.passes(row, filters) and standing(row, filters.day) in wanted

    def counted(self, filters):
        """The partnerships that count, including those of a place with itself."""
        return [row for row in self.lists.partnerships if self.counts(row, filters)]

    def graph(self, filters):
        """The simple graph of ties. Without filters it has all places; with filters, only the ends of the remaining ties."""
        graph = nx.Graph()
        if not filters.restrict:
            graph.add_nodes_from(self.places)
        graph.add_edges_from((row.a, row.b) for row in self.counted(filters) if not row.is_loop)
        return graph


def last_day(year):
    return datetime.date(year, 12, 31)
