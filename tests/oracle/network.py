"""The figures of a graph: from networkx if it has them, otherwise computed by their definition."""
import math
import statistics

import networkx as nx
import numpy as np

EARTH_KM = 6371.0088


def kilometres(a, b):
    """The great-circle distance between two positions, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def components(graph):
    """Components, the largest first. Of equally large ones, the one with the smallest id is first."""
    return sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))


def cut_places(graph):
    """Each cut place with the places that are cut off without it, which are all outside the largest remaining part."""
    found = {}
    for place in nx.articulation_points(graph):
        rest = graph.subgraph(nx.node_connected_component(graph, place) - {place})
        sizes = [len(part) for part in nx.connected_components(rest)]
        found[place] = sum(sizes) - max(sizes)
    return found


def bridges(graph):
    """Each bridge, given by the set of its ends, with the size of its smaller side."""
    found = {}
    for a, b in nx.bridges(graph):
        whole = nx.node_connected_component(graph, a)
        left = nx.Graph(graph.subgraph(whole))
        left.remove_edge(a, b)
        side = len(nx.node_connected_component(left, a))
        found[frozenset((a, b))] = min(side, len(whole) - side)
    return found


def stats(graph, rows, loops, country, region, positions):
    """The figures of `stats`. `rows` counts the partnerships of the ties, and `loops` the ones that were dropped."""
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    parts = components(graph)
    degrees = [degree for _, degree in graph.degree]
    known = [(country(a), country(b)) for a, b in graph.edges if country(a) and country(b)]
    domestic = sum(a == b for a, b in known)
    lengths = [kilometres(positions[a], positions[b]) for a, b in graph.edges if positions.get(a) and positions.get(b)]
    wedges = sum(d * (d - 1) // 2 for d in degrees)
    return {
        "places": nodes,
        "partnerships": rows,
        "ties": edges,
        "loops_dropped": loops,
        "duplicates_merged": rows - edges,
        "components": len(parts),
        "largest_component": len(parts[0]) if parts else 0,
        "isolated": degrees.count(0),
        "cut_places": len(set(nx.articulation_points(graph))),
        "bridges": len(list(nx.bridges(graph))),
        "blocks": len(list(nx.biconnected_components(graph))),
        "max_degree": max(degrees, default=None),
        "mean_degree": statistics.fmean(degrees) if degrees else None,
        "median_degree": statistics.median(degrees) if degrees else None,
        "degree_gini": gini(degrees),
        "density": nx.density(graph) if nodes > 1 else None,
        "triangles": sum(nx.triangles(graph).values()) // 3,
        "wedges": wedges,
        "transitivity": nx.transitivity(graph) if wedges else None,
        "mean_local_clustering": nx.average_clustering(graph) if nodes else None,
        "degree_assortativity": degree_assortativity(graph),
        "max_core": max(nx.core_number(graph).values(), default=None),
        **distances(graph.subgraph(parts[0]) if parts else graph),
        "mean_tie_km": statistics.fmean(lengths) if lengths else None,
        "median_tie_km": statistics.median(lengths) if lengths else None,
        "domestic_ties": domestic,
        "international_ties": len(known) - domestic,
        "countries": len({country(p) for p in graph} - {None}),
        "regions": len({region(p) for p in graph} - {None}),
        "country_assortativity": mixing(known),
    }


def gini(values):
    if not sum(values):
        return None
    return sum(abs(a - b) for a in values for b in values) / (2 * len(values) * sum(values))


def degree_assortativity(graph):
    """Pearson's correlation of the degrees at the two ends of the ties; each tie counts in both directions."""
    pairs = [(graph.degree(p), graph.degree(q)) for a, b in graph.edges for p, q in ((a, b), (b, a))]
    if len({p for p, _ in pairs}) < 2:
        return None
    x, y = zip(*pairs)
    return statistics.correlation(x, y)


def mixing(pairs):
    """Newman's assortativity of a discrete attribute: (tr e - |e^2|) / (1 - |e^2|)."""
    kinds = sorted({kind for pair in pairs for kind in pair})
    if not pairs:
        return None
    e = np.zeros((len(kinds), len(kinds)))
    for a, b in pairs:
        e[kinds.index(a), kinds.index(b)] += 0.5 / len(pairs)
        e[kinds.index(b), kinds.index(a)] += 0.5 / len(pairs)
    chance = (e @ e).sum()
    return None if math.isclose(chance, 1) else (np.trace(e) - chance) / (1 - chance)


def distances(largest):
    """Distances over the unordered pairs of places in the largest component."""
    names = ["diameter", "radius", "mean_distance", "effective_diameter_90"]
    steps = sorted(d for a, row in nx.all_pairs_shortest_path_length(largest) for b, d in row.items() if a < b)
    if not steps:
        return dict.fromkeys(names)
    wanted = 0.9 * len(steps)
    reach = next(d for d in range(1, steps[-1] + 1) if sum(x <= d for x in steps) >= wanted)
    below, within = sum(x < reach for x in steps), sum(x <= reach for x in steps)
    return dict(zip(names, [nx.diameter(largest), nx.radius(largest), statistics.fmean(steps),
                            reach - 1 + (wanted - below) / (within - below)]))


def centrality(graph, metric):
    """The values of a metric that networkx has. The leading eigenvector isn't unique, so `is_leading` judges it."""
    return {
        "degree": lambda: dict(graph.degree),
        "betweenness": lambda: nx.betweenness_centrality(graph, normalized=False),
        "closeness": lambda: nx.closeness_centrality(graph, wf_improved=True),
        "harmonic": lambda: nx.harmonic_centrality(graph),
        "pagerank": lambda: pagerank(graph),
        "core": lambda: nx.core_number(graph),
        "clustering": lambda: nx.clustering(graph),
        "eccentricity": lambda: {p: e for part in nx.connected_components(graph)
                                 for p, e in nx.eccentricity(graph.subgraph(part)).items()},
    }[metric]()


def normalised(graph, metric, value):
    """The normalised form of a metric that has one; None if it isn't defined."""
    n = graph.number_of_nodes()
    whole = {"degree": n - 1, "harmonic": n - 1, "betweenness": (n - 1) * (n - 2) / 2}.get(metric)
    return value / whole if whole else None


def pagerank(graph):
    """PageRank, as the solution of linear equations. A place without ties passes its rank to all places equally."""
    order = list(graph)
    if not order:
        return {}
    moves = nx.to_numpy_array(graph, nodelist=order)
    degrees = moves.sum(axis=1, keepdims=True)
    moves = np.where(degrees > 0, moves / np.where(degrees > 0, degrees, 1), 1 / len(order))
    matrix = np.eye(len(order)) - 0.85 * moves.T
    return dict(zip(order, np.linalg.solve(matrix, np.full(len(order), 0.15 / len(order)))))


def is_leading(graph, values):
    """Whether `values` are an eigenvector of the largest eigenvalue. They must not be negative, must have length 1, and
    may be above 0 only in components with that eigenvalue."""
    order = list(graph)
    matrix = nx.to_numpy_array(graph, nodelist=order)
    vector = np.array([values[p] for p in order])
    largest = np.linalg.eigvalsh(matrix)[-1]
    outside = [p for part in nx.connected_components(graph) for p in part
               if np.linalg.eigvalsh(nx.to_numpy_array(graph.subgraph(part)))[-1] < largest - 1e-9]
    return (min(vector) >= 0 and math.isclose(vector @ vector, 1, rel_tol=1e-9)
            and np.allclose(matrix @ vector, largest * vector, atol=1e-6)
            and not any(values[p] for p in outside))
