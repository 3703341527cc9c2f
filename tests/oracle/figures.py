#!/usr/bin/env python3
"""Figures of a data set, computed without any code of sistergraph.

    figures.py DATADIR REGISTERDIR > figures.json

DATADIR holds cities.csv and partnerships.csv, REGISTERDIR regions.csv. Needs networkx, numpy and scipy. The counting rules are those
of the project's documentation; they are written out again here, plainly and without regard to speed, so that a
mistake in the program is not repeated by its test.
"""
import argparse
import csv
import json
import math
import pathlib
import statistics

import networkx as nx
import numpy as np

EARTH_KM = 6371.0088
HERE, THERE = "BY", "RU"
CENTRE = "mogilev-by"
FAR = "vladivostok-ru"


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Data:
    def __init__(self, data, register):
        self.cities = {row["id"]: row for row in rows(data / "cities.csv")}
        self.regions = {row["code"]: row["country"] for row in rows(register / "regions.csv")}
        # If a city is also a region, both names mean the city.
        self.same = {c["region"]: i for i, c in self.cities.items() if c["is_region"]}
        self.self_loops = 0
        self.graph = nx.Graph()
        self.graph.add_nodes_from(self.cities)
        for row in rows(data / "partnerships.csv"):
            if row.get("status", "") in ("proposed", "terminated", "suspended"):
                continue
            if row.get("until", "") or row.get("suspended", ""):
                continue
            a, b = self.node(row["a"]), self.node(row["b"])
            self.graph.add_nodes_from((a, b))
            if a == b:
                self.self_loops += 1
            else:
                self.graph.add_edge(a, b)

    def node(self, end):
        end = self.same.get(end, end)
        if end not in self.cities and end not in self.regions and len(end) != 2:
            raise SystemExit(f"unknown end {end!r}")
        return end

    def country(self, node):
        if node in self.cities:
            return self.cities[node]["country"]
        return self.regions.get(node, node)

    def country_of_area(self, code):
        return self.regions.get(code, code)

    def region(self, node):
        """The region of a node; None at country level."""
        if node in self.cities:
            return self.cities[node]["region"]
        return node if node in self.regions else None

    def between(self, a, b):
        """The graph of the ties with one end in a and the other in b. It has no nodes but their ends."""
        ties = [e for e in self.graph.edges if {self.country(e[0]), self.country(e[1])} == {a, b}]
        return nx.Graph(ties)

    def km(self, a, b):
        (p, q), (r, s) = [[math.radians(float(self.cities[x][k])) for k in ("lat", "lon")] for x in (a, b)]
        h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(h))


def pair(edge):
    return sorted(edge)


def graph_figures(graph):
    components = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c))
    cut_places = {}
    for place in sorted(nx.articulation_points(graph)):
        rest = graph.subgraph(nx.node_connected_component(graph, place) - {place})
        sizes = [len(c) for c in nx.connected_components(rest)]
        cut_places[place] = sum(sizes) - max(sizes)
    bridges = []
    for a, b in sorted(pair(e) for e in nx.bridges(graph)):
        whole = nx.node_connected_component(graph, a)
        left = nx.Graph(graph.subgraph(whole))
        left.remove_edge(a, b)
        side = len(nx.node_connected_component(left, a))
        bridges.append({"tie": [a, b], "cuts_off": min(side, len(whole) - side)})
    largest = graph.subgraph(components[0])
    degrees = dict(sorted(graph.degree))
    top = max(degrees.values())
    return {
        "places": graph.number_of_nodes(),
        "ties": graph.number_of_edges(),
        "components": len(components),
        "component_sizes": [len(c) for c in components],
        "largest_component_first_place": components[0][0],
        "isolated": sorted(nx.isolates(graph)),
        "triangles": sum(nx.triangles(graph).values()) // 3,
        "diameter": nx.diameter(largest),
        "mean_distance": nx.average_shortest_path_length(largest),
        "max_degree": top,
        "max_degree_places": [p for p, d in degrees.items() if d == top],
        "cut_place_count": len(cut_places),
        "cut_places": cut_places,
        "bridge_count": len(bridges),
        "bridges": bridges,
        "degrees": degrees,
    }


def stats(data, graph, partnerships, loops, country, regions, with_km):
    """The figures of `stats`, each computed by its definition."""
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    components = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c))
    largest = graph.subgraph(components[0])
    degrees = [d for _, d in graph.degree]
    gaps = sum(abs(a - b) for a in degrees for b in degrees)
    steps = sorted(d for a, row in nx.all_pairs_shortest_path_length(largest) for b, d in row.items() if a < b)
    wanted, effective = 0.9 * len(steps), None
    for d in range(1, steps[-1] + 1):
        below, within = sum(x < d for x in steps), sum(x <= d for x in steps)
        if effective is None and within >= wanted:
            effective = d - 1 + (wanted - below) / (within - below)
    km = [data.km(a, b) for a, b in graph.edges
          if all(x in data.cities and data.cities[x]["lat"] for x in (a, b))] if with_km else []
    nx.set_node_attributes(graph, {p: country(p) for p in graph}, "country")
    domestic = sum(country(a) == country(b) for a, b in graph.edges)
    return {
        "places": nodes,
        "partnerships": partnerships,
        "ties": edges,
        "loops_dropped": loops,
        "duplicates_merged": partnerships - edges,
        "components": len(components),
        "largest_component": len(components[0]),
        "isolated": len(list(nx.isolates(graph))),
        "cut_places": len(list(nx.articulation_points(graph))),
        "bridges": len(list(nx.bridges(graph))),
        "blocks": len(list(nx.biconnected_components(graph))),
        "max_degree": max(degrees),
        "mean_degree": statistics.fmean(degrees),
        "median_degree": statistics.median(degrees),
        "degree_gini": gaps / (2 * nodes * sum(degrees)),
        "density": nx.density(graph),
        "triangles": sum(nx.triangles(graph).values()) // 3,
        "wedges": sum(d * (d - 1) // 2 for d in degrees),
        "transitivity": nx.transitivity(graph),
        "mean_local_clustering": nx.average_clustering(graph),
        "degree_assortativity": nx.degree_assortativity_coefficient(graph),
        "max_core": max(nx.core_number(graph).values()),
        "diameter": nx.diameter(largest),
        "radius": nx.radius(largest),
        "mean_distance": nx.average_shortest_path_length(largest),
        "effective_diameter_90": effective,
        "mean_tie_km": statistics.fmean(km) if km else None,
        "median_tie_km": statistics.median(km) if km else None,
        "domestic_ties": domestic,
        "international_ties": edges - domestic,
        "countries": len({country(p) for p in graph}),
        "regions": regions,
        "country_assortativity": nx.attribute_assortativity_coefficient(graph, "country"),
    }


def quotient(data, graph, area, country):
    """The graph of areas, with an edge for each two areas that have a tie between them."""
    areas = nx.Graph()
    areas.add_nodes_from(area(p) for p in graph)
    pairs = [(area(a), area(b)) for a, b in graph.edges]
    areas.add_edges_from((a, b) for a, b in pairs if a != b)
    # In this data set every tie has only one partnership.
    between = sum(a != b for a, b in pairs)
    regions = len([a for a in areas if a in data.regions])
    return stats(data, areas, between, len(pairs) - between, country, regions, False)


def centralities(graph):
    """For each metric the sum over all places, and the twenty places with the largest values."""
    order = sorted(graph)
    values, vectors = np.linalg.eigh(nx.to_numpy_array(graph, nodelist=order))
    leading = vectors[:, np.argmax(values)]
    components = [graph.subgraph(c) for c in nx.connected_components(graph)]
    metrics = {
        "degree": dict(graph.degree),
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "closeness": nx.closeness_centrality(graph, wf_improved=True),
        "harmonic": nx.harmonic_centrality(graph),
        "pagerank": nx.pagerank(graph, alpha=0.85, tol=1e-15, max_iter=10_000),
        "eigenvector": dict(zip(order, np.abs(leading).tolist())),
        "core": nx.core_number(graph),
        "clustering": nx.clustering(graph),
        "eccentricity": {p: e for c in components for p, e in nx.eccentricity(c).items()},
    }
    return {
        name: {"sum": sum(of.values()), "top": dict(sorted(of.items(), key=lambda x: (-x[1], x[0]))[:20])}
        for name, of in metrics.items()
    }


def region_table(data, graph, countries):
    """One row for every region of the register in these countries; `graph` holds the ties of the scope."""
    table = []
    everywhere = set(data.cities) | set(data.graph.nodes)
    for code in sorted(c for c, country in data.regions.items() if country in countries):
        known = {p for p in everywhere if data.region(p) == code}
        ties = [e for e in graph.edges if code in (data.region(e[0]), data.region(e[1]))]
        inside = [e for e in ties if data.region(e[0]) == data.region(e[1]) == code]
        tied = {p for e in ties for p in e if data.region(p) == code}
        far_ends = [p for e in ties for p in e if data.region(p) != code]
        far_ends += [p for e in inside for p in e]
        table.append({
            "region": code,
            "country": data.regions[code],
            "places": len(known),
            "tied_places": len(tied),
            "ties": len(ties),
            "internal": len(inside),
            "external": len(ties) - len(inside),
            "volume": sum(graph.degree(p) for p in tied),
            "partner_regions": len({data.region(p) for p in far_ends} - {code, None}),
            "partner_countries": len({data.country(p) for p in far_ends if data.region(p) != code}),
        })
        assert table[-1]["volume"] == 2 * len(inside) + table[-1]["external"]
    return table


def unconnected(data, in_scope, to_all):
    everything = {row["region"]: row for row in to_all}
    found = {}
    for row in in_scope:
        if row["ties"] == 0:
            all_row = everything[row["region"]]
            if row["places"] == 0:
                reason = "no-places-known"
            elif all_row["ties"] == 0:
                reason = "no-ties"
            else:
                reason = "none-in-scope"
            found.setdefault(row["country"], []).append({"region": row["region"], "reason": reason})
    return {c: found.get(c, []) for c in (HERE, THERE)}


def matrix(data, graph):
    cells, country_level = {}, 0
    for edge in graph.edges:
        a, b = sorted(edge, key=lambda p: data.country(p) != HERE)
        key = (data.region(a), data.region(b))
        if None in key:
            country_level += 1
        else:
            cells[key] = cells.get(key, 0) + 1
    size = {c: sum(country == c for country in data.regions.values()) for c in (HERE, THERE)}
    return {
        "rows": size[HERE],
        "columns": size[THERE],
        "cells": [[*key, n] for key, n in sorted(cells.items())],
        "nonzero": len(cells),
        "total": sum(cells.values()),
        "without_region": country_level,
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("register", type=pathlib.Path)
    arguments = arguments.parse_args()
    data = Data(arguments.data, arguments.register)
    whole, scope = data.graph, data.between(HERE, THERE)
    to_all = region_table(data, whole, (HERE, THERE))
    in_scope = region_table(data, scope, (HERE, THERE))
    mine = [p for p in whole if data.country(p) == HERE]

    reach = nx.single_source_shortest_path_length(whole, CENTRE)
    far = FAR if FAR in whole else max(sorted(reach), key=reach.get)
    in_city = [p for p in sorted(whole[CENTRE]) if p in data.cities]
    chosen = [in_city[0], in_city[len(in_city) // 2], in_city[-1]]

    print(json.dumps({
        "self_loops": data.self_loops,
        "cities": len(data.cities),
        "regions_as_ends": sorted(p for p in whole if p not in data.cities and p in data.regions),
        "all": graph_figures(whole),
        "between": {"a": HERE, "b": THERE, **graph_figures(scope)},
        "stats": {
            "all": stats(data, whole, whole.number_of_edges(), data.self_loops, data.country,
                         len({data.region(p) for p in whole} - {None}), True),
            "between": stats(data, scope, scope.number_of_edges(), data.self_loops, data.country,
                             len({data.region(p) for p in scope} - {None}), True),
            "by_region": quotient(data, whole, lambda p: data.region(p) or data.country(p), data.country_of_area),
            "by_country": quotient(data, whole, data.country, data.country_of_area),
        },
        "centralities": {"all": centralities(whole), "between": centralities(scope)},
        "regions_to_all": to_all,
        "regions_between": in_scope,
        "unconnected_between": unconnected(data, in_scope, to_all),
        "matrix": matrix(data, scope),
        "places_here": len(mine),
        "places_here_without_partner_there": sorted(p for p in mine if p not in scope),
        "path": {"from": CENTRE, "to": far, "length": reach.get(far)},
        "partners": {
            "of": CENTRE,
            "partners": sorted(whole[CENTRE]),
            "between": sorted(scope[CENTRE]) if CENTRE in scope else [],
        },
        "distances_km": [{"tie": [CENTRE, p], "km": round(data.km(CENTRE, p), 6)} for p in chosen],
    }, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
