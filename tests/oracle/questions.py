"""All questions that are compared: the command line, and the expected answer."""
import collections
import dataclasses
import math

import networkx as nx

import network
from dates import Date
from lists import KINDS, STATUSES
from rules import IN_FORCE, Filters, Rules, last_day, standing

METRICS = ["degree", "betweenness", "closeness", "harmonic", "pagerank", "eigenvector", "core", "clustering",
           "eccentricity"]


@dataclasses.dataclass
class Question:
    """The words of a command line, and a function that yields what is wrong with an answer to it."""

    words: list[str]
    judge: callable
    status: int = 0


def same(expected, found):
    """Rounds numbers to nine digits; leaves other values as they are."""
    if isinstance(expected, float) or isinstance(found, float):
        numbers = isinstance(expected, (int, float)) and isinstance(found, (int, float))
        return numbers and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-9)
    return expected == found


def differences(name, expected, found):
    """The differences between two dictionaries."""
    for key in sorted(expected.keys() | found.keys(), key=str):
        pair = expected.get(key, "nothing"), found.get(key, "nothing")
        if not same(*pair):
            yield f"{name} {key}: expected {pair[0]!r}, found {pair[1]!r}"


class Asker:
    """Makes random questions about one data set."""

    def __init__(self, lists, rng):
        self.lists, self.rng, self.rules = lists, rng, Rules(lists)
        self.countries = sorted({self.rules.country(p) for p in self.rules.places} - {None})
        self.regions = sorted({self.rules.region(p) for p in self.rules.places} - {None})
        # The program refuses questions about regions if no place of the data has a country.
        self.status_of_regions = 1 if self.rules.places and not self.countries else 0

    def questions(self):
        """All questions, each with its own filters or without filters."""
        yield self.report(self.filters())
        yield self.places()
        yield self.stats(self.filters())
        yield self.components(self.filters())
        yield self.members(self.filters())
        yield self.fragile(self.filters())
        yield self.without(self.filters(levels=False))
        yield self.region_table(self.filters())
        filters = self.filters()
        # `unconnected --level city` is a question about towns.
        yield self.unconnected(dataclasses.replace(filters, level=None) if filters.level == "city" else filters)
        yield self.matrix(self.filters(areas=False))
        yield self.path(self.filters(levels=False))
        yield self.partners(self.filters(levels=False))
        yield self.ties(self.filters(levels=False))
        yield self.pairs(self.filters(levels=False))
        yield self.common(self.filters(levels=False))
        yield self.history(self.filters(levels=False, statuses=False))
        yield self.changes(self.filters(dates=False, statuses=False))
        for metric in self.rng.sample(METRICS, 3):
            yield self.rank(metric, self.filters())

    def filters(self, areas=True, levels=True, dates=True, statuses=True):
        rng = self.rng
        if rng.random() < 0.4:
            return Filters()
        area = lambda: rng.choice(self.countries + self.regions or ["BY"])
        some = lambda chance, values: tuple(rng.sample(values, min(len(values), rng.randint(1, 2)))) if rng.random() < chance else ()
        return Filters(
            between=(area(), area()) if areas and rng.random() < 0.25 else None,
            countries=some(0.15, self.countries), regions=some(0.15, self.regions), kinds=some(0.2, KINDS),
            statuses=some(0.15, STATUSES) if statuses else (),
            as_of=self.date() if dates and rng.random() < 0.5 else None,
            level=rng.choice(["city", "city", "region", "country"]) if levels and rng.random() < 0.15 else None)

    def date(self):
        dates = [d for row in self.lists.partnerships for d in (row.since, row.until, row.suspended) if d]
        if dates and self.rng.random() < 0.6:
            day = self.rng.choice(dates)
            return Date.of(self.rng.choice([day.first, day.last]), self.rng.randint(1, 3))
        return Date.of(last_day(self.rng.randint(1990, 2022)), self.rng.randint(1, 3))

    def place(self):
        return self.rng.choice(sorted(self.rules.places))

    def spelt(self, place):
        """One of the names of a place, usually its id."""
        city = self.lists.cities.get(place)
        if not city or self.rng.random() < 0.8:
            return place
        return self.rng.choice([city.id, city.name, city.name.lower(), *city.aliases])

    # The overview and the places.

    def report(self, filters):
        rows = self.rules.counted(filters)
        ties = [row for row in rows if not row.is_loop]
        graph, country = self.rules.graph(filters), self.rules.country
        touched = {c: {frozenset(e) for e in graph.edges if c in map(country, e)} for c in self.countries}

        def judge(answer):
            levels = collections.Counter(self.rules.level(p) for p in graph)
            yield from differences("places", {"total": len(graph), **{v: levels[v] for v in ("city", "region", "country")},
                                              "tied": sum(d > 0 for _, d in graph.degree)}, answer["places"])
            found = answer["partnerships"]
            yield from differences("partnerships", {"in_data_set": len(self.lists.partnerships), "in_scope": len(ties)},
                                   {k: found[k] for k in ("in_data_set", "in_scope")})
            yield from differences("kind", collections.Counter(r.kind for r in ties), found["by_kind"])
            yield from differences("status", collections.Counter(standing(r, filters.day) for r in ties), found["by_status"])
            known = [(country(a), country(b)) for a, b in graph.edges if country(a) and country(b)]
            domestic = sum(a == b for a, b in known)
            yield from differences("ties", {"total": graph.number_of_edges(), "domestic": domestic,
                                            "international": len(known) - domestic},
                                   {k: answer["ties"][k] for k in ("total", "domestic", "international")})
            for row in answer["countries"]:
                ends = {p for e in touched[row["country"]] for p in e if country(p) == row["country"]}
                yield from differences(row["country"], {"ties": len(touched[row["country"]]), "tied_places": len(ends)},
                                       {k: row[k] for k in ("ties", "tied_places")})

        return Question(["report", *filters.arguments()], judge)

    def places(self):
        graph = self.rules.graph(Filters())

        def judge(answer):
            yield from differences("degree of", dict(graph.degree), {row["id"]: row["degree"] for row in answer})

        return Question(["places"], judge)

    # The network as a whole.

    def quotient(self, by, rows):
        """The graph of regions or countries, the partnerships between two of them, and the ones within one."""
        area = self.rules.country if by == "country" else lambda p: self.rules.region(p) or self.rules.country(p)
        pairs = [(area(row.a), area(row.b)) for row in rows]
        pairs = [pair for pair in pairs if None not in pair]
        between = [pair for pair in pairs if pair[0] != pair[1]]
        return area, between, len(pairs) - len(between)

    def quotient_graph(self, by, filters):
        graph, (area, between, inside) = self.rules.graph(filters), self.quotient(by, self.rules.counted(filters))
        areas = nx.Graph()
        areas.add_nodes_from({area(p) for p in graph} - {None})
        areas.add_edges_from(between)
        return areas, len(between), inside

    def stats(self, filters):
        by = self.rng.choice([None, None, "region", "country"])
        rows = self.rules.counted(filters)
        if by:
            graph, between, loops = self.quotient_graph(by, filters)
            of_area = lambda code: code if code in self.lists.regions else None
            expected = network.stats(graph, between, loops, self.rules.country_of_area, of_area, {})
        else:
            loops = sum(row.is_loop for row in rows)
            positions = {c.id: c.position for c in self.lists.cities.values()}
            expected = network.stats(self.rules.graph(filters), len(rows) - loops, loops, self.rules.country,
                                     self.rules.region, positions)
        words = ["stats", *filters.arguments(), *(["--by", by] if by else [])]

        def judge(answer):
            # The parameters aren't compared, only the figures.
            yield from differences("", expected, {key: value for key, value in answer.items() if key != "made_with"})

        return Question(words, judge)

    def components(self, filters):
        graph = self.rules.graph(filters)
        parts = network.components(graph)

        def judge(answer):
            found = [(row["size"], row["ties"]) for row in answer]
            expected = [(len(part), graph.subgraph(part).number_of_edges()) for part in parts]
            if found != expected:
                yield f"sizes and ties: expected {expected}, found {found}"
            for row, part in zip(answer, parts):
                regions = {self.rules.region(p) for p in part} - {None}
                countries = {self.rules.country(p) for p in part} - {None}
                yield from differences(f"component {row['component']}",
                                       {"regions": " ".join(sorted(regions)), "countries": " ".join(sorted(countries))},
                                       {k: row[k] or "" for k in ("regions", "countries")})

        return Question(["components", *filters.arguments()], judge)

    def members(self, filters):
        graph = self.rules.graph(filters)
        expected = [(i, len(part), p) for i, part in enumerate(network.components(graph), 1) for p in part]

        def judge(answer):
            found = [(row["component"], row["size"], row["id"]) for row in answer]
            if found != expected:
                yield f"members: expected {expected}, found {found}"

        return Question(["components", "--members", *filters.arguments()], judge)

    def fragile(self, filters):
        graph = self.rules.graph(filters)
        cuts, bridges = network.cut_places(graph), network.bridges(graph)

        def judge(answer):
            yield from differences("cut place", cuts, {r["id"]: r["cuts_off"] for r in answer if r["kind"] == "cut-place"})
            found = {frozenset((r["id"], r["to"])): r["cuts_off"] for r in answer if r["kind"] == "bridge"}
            yield from differences("bridge", bridges, found)
            sizes = [row["cuts_off"] for row in answer]
            if sizes != sorted(sizes, reverse=True):
                yield f"order: {sizes}"

        return Question(["fragile", *filters.arguments()], judge)

    def without(self, filters):
        """The places that are cut off when a place, region or country is removed: all but the largest part of each component."""
        place, graph = self.place(), self.rules.graph(filters)
        gone, expected = self.stepping_on(place), []
        for part in nx.connected_components(graph):
            if part & gone:
                rest = nx.connected_components(graph.subgraph(part - gone))
                expected += sorted(map(len, rest))[:-1]
        expected.sort()

        def judge(answer):
            parts = [row["places"].split(" ") for row in answer if row["kind"] == "falls-off"]
            if sorted(map(len, parts)) != expected:
                yield f"sizes that fall off: expected {expected}, found {parts}"

        return Question(["fragile", "--without", self.spelt(place), *filters.arguments()], judge)

    def rank(self, metric, filters):
        by = self.rng.choice([None, None, None, "region", "country"])
        graph = self.quotient_graph(by, filters)[0] if by else self.rules.graph(filters)

        def judge(answer):
            found = {row["id"]: row["value"] for row in answer}
            if metric == "eigenvector" and graph.number_of_edges():
                if found.keys() != set(graph) or not network.is_leading(graph, found):
                    yield f"no leading eigenvector: {found}"
            elif metric != "eigenvector":
                expected = network.centrality(graph, metric)
                yield from differences(metric, expected, found)
                yield from differences(f"normalised {metric} of",
                                       {p: network.normalised(graph, metric, v) for p, v in expected.items()},
                                       {row["id"]: row["normalised"] for row in answer})
            order = [(-row["value"], row["id"]) for row in answer]
            if order != sorted(order):
                yield f"order: {order}"
            for row in answer:
                above = sum(value > row["value"] for value in found.values())
                if row["rank"] != above + 1:
                    yield f"rank of {row['id']}: expected {above + 1}, found {row['rank']}"

        words = ["rank", "--metric", metric, *filters.arguments(), *(["--by", by] if by else [])]
        return Question(words, judge)

    # Regions.

    def scope_of_regions(self, filters):
        """Words for the regions in question and for the other side, their meaning as (region, other side) pairs, and the exit code."""
        rng, focus = self.rng, self.lists.focus
        asked = rng.choice([[], [], rng.sample(self.countries, 1), rng.sample(self.countries + self.regions, 2)
                            if len(self.countries + self.regions) > 1 else []]) if self.countries else []
        to = rng.choice([None, None, "any", *self.countries[:1], *self.regions[:1]])
        areas = asked or (list(filters.between) if filters.between else focus or self.countries)
        if not asked:
            # Ties of a country to itself aren't a question.
            areas = [area for area in areas if area != to] or areas

        def others(region):
            if to:
                return None if to == "any" else [to]
            if filters.between:
                return None
            return [c for c in focus if c != self.lists.regions[region]] or None

        words = [*asked, *(["--to", to] if to else [])]
        # The program leaves out countries without places that have a region. It's an error if none remains.
        known = [area for area in areas if area not in self.rules.without_regions()]
        regions = sorted({region for area in known for region in self.rules.regions_of(area)})
        status = 1 if areas and not known else self.status_of_regions
        return words, {region: others(region) for region in regions}, status

    def ties_of(self, region, others, graph):
        """The region's ties to the other side, as (own end, far end); a tie within the region occurs twice."""
        for edge in graph.edges:
            for own, far in (edge, edge[::-1]):
                is_far = others is None or any(self.rules.lies_in(far, area) for area in others)
                if self.rules.region(own) == region and is_far:
                    yield own, far

    def region_table(self, filters):
        words, sides, status = self.scope_of_regions(filters)
        graph = self.rules.graph(filters)
        expected = {region: self.region_row(region, others, graph) for region, others in sides.items()}

        def judge(answer):
            found = {row["region"]: row for row in answer}
            if sorted(found) != sorted(expected):
                yield f"regions: expected {sorted(expected)}, found {sorted(found)}"
            for region in expected.keys() & found.keys():
                row = {key: found[region][key] for key in expected[region]}
                yield from differences(region, expected[region], row)

        return Question(["regions", *words, *filters.arguments()], judge, status)

    def region_row(self, region, others, graph):
        ends = list(self.ties_of(region, others, graph))
        ties = {frozenset(end) for end in ends}
        inside = {tie for tie in ties if {self.rules.region(p) for p in tie} == {region}}
        far = [p for _, p in ends if self.rules.region(p) != region]
        return {
            "places": sum(self.rules.region(p) == region for p in self.rules.places),
            "tied_places": len({own for own, _ in ends}),
            "ties": len(ties),
            "internal": len(inside),
            "external": len(ties) - len(inside),
            "volume": 2 * len(inside) + len(ties) - len(inside),
            "partner_regions": len({self.rules.region(p) for p in far} - {None}),
            "partner_countries": len({self.rules.country(p) for p in far} - {None}),
        }

    def unconnected(self, filters):
        words, sides, status = self.scope_of_regions(filters)
        graph = self.rules.graph(filters)
        expected = {region: self.reason(region, filters.day) for region, others in sides.items()
                    if not list(self.ties_of(region, others, graph))}

        def judge(answer):
            yield from differences("reason of", expected, {row["region"]: row["reason"] for row in answer})

        return Question(["unconnected", *words, *filters.arguments()], judge, status)

    def reason(self, region, day):
        """Why a region has no tie in scope. This depends on all its ties of any kind, as of the same day."""
        if not any(self.rules.region(p) == region for p in self.rules.places):
            return "no-places-known"
        rows = [row for row in self.lists.partnerships
                if not row.is_loop and region in (self.rules.region(row.a), self.rules.region(row.b))]
        now = {standing(row, day) for row in rows}
        if now & IN_FORCE:
            return "none-in-scope"
        return "lapsed" if now & {"terminated", "suspended"} else "no-ties"

    def matrix(self, filters):
        rng = self.rng
        areas = self.countries + self.regions or ["BY"]
        sides = (rng.choice(areas), rng.choice(areas))
        filters = dataclasses.replace(filters, between=sides)
        graph = self.rules.graph(filters)
        cells, codes = collections.Counter(), tuple(set(self.rules.regions_of(side)) for side in sides)
        for edge in graph.edges:
            for a, b in {edge, edge[::-1]} if self.area(edge[0]) != self.area(edge[1]) else {edge}:
                if self.rules.lies_in(a, sides[0]) and self.rules.lies_in(b, sides[1]):
                    cells[self.area(a), self.area(b)] += 1
        rows = codes[0] | {a for a, _ in cells}

        def judge(answer):
            *body, total = answer
            names = [key for key in total if key not in ("region", "name", "total")]
            found = {(row["region"], key): row[key] for row in body for key in names}
            columns = codes[1] | {b for _, b in cells}
            yield from differences("cell", {(a, b): cells[a, b] for a in rows for b in columns}, found)
            yield from differences("total of row", {a: sum(n for (x, _), n in cells.items() if x == a) for a in rows},
                                   {row["region"]: row["total"] for row in body})
            yield from differences("total of column", {b: sum(n for (_, y), n in cells.items() if y == b) for b in columns},
                                   {key: total[key] for key in names})
            if total["total"] != graph.number_of_edges():
                yield f"total: expected {graph.number_of_edges()}, found {total['total']}"

        status = 1 if set(sides) & self.rules.without_regions() else self.status_of_regions
        return Question(["matrix", *filters.arguments()], judge, status)

    def area(self, place):
        """The region of a place, or its country if it is in no region."""
        return self.rules.region(place) or self.rules.country(place)

    # Single places.

    def path(self, filters):
        ends, avoided = (self.place(), self.place()), [self.place()] if self.rng.random() < 0.3 else []
        graph = self.rules.graph(filters)
        for place in avoided:
            graph.remove_nodes_from(self.stepping_on(place))
        starts, goals = (self.stepping_on(end) & set(graph) for end in ends)
        lengths = [nx.shortest_path_length(graph, a, b) for a in starts for b in goals if nx.has_path(graph, a, b)]
        length = min(lengths, default=None)

        def judge(answer):
            steps = [row["id"] for row in answer]
            if len(steps) != (0 if length is None else length + 1):
                yield f"chain of {length} ties expected, found {steps}"
            elif steps and not (steps[0] in starts and steps[-1] in goals):
                yield f"chain from {starts} to {goals} expected, found {steps}"
            for tie in zip(steps, steps[1:]):
                if not graph.has_edge(*tie):
                    yield f"no tie: {tie}"

        words = [word for place in avoided for word in ("--avoid", self.spelt(place))]
        return Question(["path", *map(self.spelt, ends), *words, *filters.arguments()], judge)

    def stepping_on(self, place):
        """The places that a chain may begin with, and that are removed with a place. A region or country stands for all its
        places. Parts that are elsewhere don't count for it, because only partners roll up."""
        if self.rules.level(place) == "city":
            return {place}
        return {p for p in self.rules.places if self.rules.lies_in(p, place)} | {place}

    def partners(self, filters):
        place, direct = self.place(), self.rng.random() < 0.3
        graph = self.rules.graph(filters)
        own = {place} if direct else self.rules.within(place)
        expected = collections.Counter(frozenset(edge) for edge in graph.edges if own & set(edge))

        def judge(answer):
            found = collections.Counter(frozenset((row["id"], row["through"])) for row in answer)
            yield from differences("tie", expected, found)
            for row in answer:
                if row["through"] not in own:
                    yield f"through {row['through']}, which isn't of {place}"
                yield from differences(f"distance to {row['id']} through {row['through']}",
                                       {"km": self.km(row["id"], row["through"])}, {"km": row["distance_km"]})

        return Question(["partners", self.spelt(place), *(["--direct"] if direct else []), *filters.arguments()], judge)

    def to_there(self, filters):
        """The ties and the words of a question that names an area, another area for the far ends, both, or neither."""
        areas = self.countries + self.regions
        area, to = (self.rng.choice([None, *areas]) for _ in range(2))
        graph, lies_in = self.rules.graph(filters), self.rules.lies_in
        countries = {*filters.countries, *([area] if area in self.countries else [])}
        regions = {*filters.regions, *([area] if area in self.regions else [])}

        def is_near(place):
            return all(not some or any(lies_in(place, one) for one in some) for some in (countries, regions))

        def passes(a, b):
            if to:
                return is_near(a) and lies_in(b, to) or is_near(b) and lies_in(a, to)
            # Different ends may fulfil the two conditions.
            return all(not some or any(lies_in(p, one) for one in some for p in (a, b)) for some in (countries, regions))

        # An area in the question extends the areas that the filters name.
        wider = self.rules.graph(dataclasses.replace(filters, countries=(), regions=()))
        words = [*([area] if area else []), *(["--to", to] if to else []), *filters.arguments()]
        ends = wider.edges if area or to else graph.edges
        return [edge for edge in ends if passes(*edge)], words

    def ties(self, filters):
        ties, words = self.to_there(filters)
        expected = {frozenset(edge): self.km(*edge) for edge in ties}
        to = words[words.index("--to") + 1] if "--to" in words else (filters.between or (None, None))[1]
        if "--to" in words and filters.between:
            # Two directions are requested, and they may contradict each other.
            to = None

        def judge(answer):
            yield from differences("tie", expected, {frozenset((row["a"], row["b"])): row["distance_km"] for row in answer})
            for row in answer:
                if not filters.restrict and len(words) == 0 and row["a"].encode() > row["b"].encode():
                    yield f"{row['a']} before {row['b']}"
                if to and not self.rules.lies_in(row["b"], to):
                    yield f"{row['b']} doesn't lie in {to}"
                for end in "ab":
                    yield from differences(f"end of {row['a']} - {row['b']}",
                                           {"country": self.rules.country(row[end]), "region": self.rules.region(row[end])},
                                           {"country": row[f"{end}_country"], "region": row[f"{end}_region"]})

        return Question(["ties", *words], judge)

    def pairs(self, filters):
        by = self.rng.choice(["region", "country"])
        ties, words = self.to_there(filters)
        area = self.area if by == "region" else self.rules.country
        pairs = [tuple(sorted(map(area, edge))) for edge in ties if all(map(area, edge))]
        expected = collections.Counter(pair for pair in pairs if pair[0] != pair[1])

        def judge(answer):
            yield from differences("pair", expected, {(row["a"], row["b"]): row["ties"] for row in answer})
            if [row["ties"] for row in answer] != sorted((row["ties"] for row in answer), reverse=True):
                yield "those with most ties don't come first"

        return Question(["pairs", "--by", by, *words], judge, self.status_of_regions)

    def common(self, filters):
        a, b = self.place(), self.place()
        graph, own = self.rules.graph(filters), [self.rules.within(place) for place in (a, b)]
        far = [{q for p in own & set(graph) for q in graph[p]} for own in own]
        expected = (far[0] & far[1]) - own[0] - own[1]

        def judge(answer):
            found = {row["id"] for row in answer}
            if found != expected:
                yield f"shared partners: expected {sorted(expected)}, found {sorted(found)}"
            for row in answer:
                for end, places in zip("ab", own):
                    yield from differences(f"ties with {row['id']}", {end: len(places & set(graph[row["id"]]))}, {end: row[f"{end}_ties"]})

        return Question(["common", a, b, *filters.arguments()], judge, 2 if a == b else 0)

    def km(self, a, b):
        """Rounds to a tenth of a kilometre."""
        cities = [self.lists.cities.get(p) for p in (a, b)]
        if not all(city and city.position for city in cities):
            return None
        return round(network.kilometres(*(city.position for city in cities)), 1)

    # Over time.

    def history(self, filters):
        place = self.rng.choice([None, self.place()])
        own = self.rules.within(place) if place else None
        rows = [row for row in self.lists.partnerships
                if row.status != "proposed" and not row.is_loop and self.rules.passes(row, filters)
                and (own is None or {row.a, row.b} & own)]
        years = [date.year for row in rows for date in (row.since, row.until, row.suspended) if date]
        years = range(min(years), max(years) + 1) if years else []
        expected = {year: self.year(rows, year) for year in years if not filters.day or last_day(year) <= filters.day}

        def judge(answer):
            if [row["year"] for row in answer] != list(expected):
                yield f"years: expected {list(expected)}, found {[row['year'] for row in answer]}"
            for row in answer:
                yield from differences(row["year"], expected.get(row["year"], {}), {k: v for k, v in row.items() if k != "year"})

        return Question(["history", *([self.spelt(place)] if place else []), *filters.arguments()], judge)

    def year(self, rows, year):
        in_force = [row for row in rows if standing(row, last_day(year)) in IN_FORCE]
        dated = lambda key: sum(getattr(row, key) is not None and getattr(row, key).year == year for row in rows)
        return {"begun": dated("since"), "ended": dated("until"), "suspended": dated("suspended"),
                "in_force": len(in_force), "undated": sum(row.since is None for row in in_force),
                "ties": len({frozenset((row.a, row.b)) for row in in_force})}

    def changes(self, filters):
        """What changed in one data set between two dates."""
        dates = sorted((self.date(), self.date()), key=lambda date: date.last)
        before, after = (filters.at(date) for date in dates)
        expected = collections.Counter()
        for row in self.lists.partnerships:
            if row.is_loop or not self.rules.passes(row, filters):
                continue
            was, now = (standing(row, date.last) for date in dates)
            if was not in IN_FORCE and now in IN_FORCE:
                expected["new", frozenset((row.a, row.b)), row.kind] += 1
            elif was in IN_FORCE and now not in IN_FORCE:
                expected["suspended" if now == "suspended" else "ended", frozenset((row.a, row.b)), row.kind] += 1
        regions = regions_that_changed(self.rules, self.rules.graph(before), self.rules, self.rules.graph(after))
        words = ["diff", "--from", str(dates[0]), "--until", str(dates[1]), *filters.arguments()]
        return Question(words, lambda answer: judge_changes(expected, regions, answer))


def changes_between(old, new, filters):
    """The question of what changed between two data sets with the lists `old` and `new`. The first two words name them."""
    rules = Rules(old), Rules(new)
    sides = [collections.defaultdict(list) for _ in rules]
    for side, rule in zip(sides, rules):
        for row in rule.lists.partnerships:
            if not row.is_loop and rule.passes(row, filters):
                side[frozenset((row.a, row.b))].append(row)
    expected, doubtful = collections.Counter(), {}
    for pair in sides[0].keys() | sides[1].keys():
        matched = match(sides[0][pair], sides[1][pair], filters.day)
        if matched is None:
            doubtful[pair] = sum(sign * (standing(row, filters.day) in IN_FORCE)
                                 for side, sign in ((sides[0], -1), (sides[1], 1)) for row in side[pair])
        else:
            expected.update((change, pair, kind) for change, kind in named(matched, filters.day))
    graphs = [rule.graph(filters) for rule in rules]
    cities = [asked_about(rule, filters) & set(rule.lists.cities) for rule in rules]
    expected.update(("place-gone", frozenset({c}), None) for c in cities[0] - new.cities.keys())
    expected.update(("place-new", frozenset({c}), None) for c in cities[1] - old.cities.keys())
    regions = regions_that_changed(rules[0], graphs[0], rules[1], graphs[1])

    def judge(answer):
        found = collections.Counter()
        for row in answer:
            pair = frozenset({row["a"], row["b"]} - {None, ""})
            if pair in doubtful:
                doubtful[pair] -= {"new": 1, "ended": -1, "suspended": -1}.get(row["change"], 0)
            elif not row["change"].startswith("region"):
                found[row["change"], pair, row["kind"] or None] += 1
        yield from differences("change", expected, found)
        yield from (f"{set(pair)}: {balance} more in force than the changes say" for pair, balance in doubtful.items() if balance)
        yield from differences("region", regions,
                               {row["a"]: row["change"] for row in answer if row["change"].startswith("region")})

    return Question(["diff", *filters.arguments()], judge)


def asked_about(rules, filters):
    """The places that filters are about: the ends of partnerships that pass, in force or not. Without filters, all places."""
    if not dataclasses.replace(filters, as_of=None, statuses=()).restrict:
        return rules.places
    return {end for row in rules.lists.partnerships if not row.is_loop and rules.passes(row, filters) for end in (row.a, row.b)}


def says(row, day):
    """All terms of a partnership, independent of the order of its ends."""
    first = min(row.a, row.b)
    claim = {"a": row.a, "b": row.b}.get(row.claimed_by, "both")
    return first, row.kind, standing(row, day), row.since, row.until, row.suspended, claim, row.fields


def match(old, new, day):
    """Pairs of an old and a new row (None where there is none): by all they say, then by kind, then by date.

    None where more than one way to do so is open.
    """
    old, new, pairs = list(old), list(new), []
    for row in list(old):
        same_row = next((other for other in new if says(other, day) == says(row, day)), None)
        if same_row:
            old.remove(row)
            new.remove(same_row)
            pairs.append((row, same_row))
    for kind in KINDS:
        a, b = ([row for row in rows if row.kind == kind] for rows in (old, new))
        if a and b:
            if len(a) > 1 or len(b) > 1:
                return None
            old.remove(a[0])
            new.remove(b[0])
            pairs.append((a[0], b[0]))
    if old and new and len(old) + len(new) > 2:
        return None
    if old and new:
        return [*pairs, (old[0], new[0])]
    return pairs + [(row, None) for row in old] + [(None, row) for row in new]


def named(pairs, day):
    """The change that each pair of rows means, with its kind; none if the two rows say the same."""
    for old, new in pairs:
        was, now = (standing(row, day) if row else None for row in (old, new))
        kind = (new or old).kind
        if was not in IN_FORCE and now in IN_FORCE:
            yield "new", kind
        elif was in IN_FORCE and now not in IN_FORCE:
            yield ("suspended" if now == "suspended" else "ended"), kind
        elif not (old and new and says(old, day) == says(new, day)):
            yield "changed", kind


def regions_that_changed(old_rules, old, new_rules, new):
    """Regions that had no tie and now have one, and regions that had one and now have none."""
    tied = [{rules.region(p) for p, degree in graph.degree if degree} - {None} for rules, graph in ((old_rules, old), (new_rules, new))]
    return {**{region: "region-connected" for region in tied[1] - tied[0]},
            **{region: "region-unconnected" for region in tied[0] - tied[1]}}


def judge_changes(expected, regions, answer):
    kinds = ("new", "ended", "suspended")
    found = collections.Counter((row["change"], frozenset((row["a"], row["b"])), row["kind"])
                                for row in answer if row["change"] in kinds)
    yield from differences("change", expected, found)
    yield from differences("region", regions, {row["a"]: row["change"] for row in answer if row["change"].startswith("region")})
