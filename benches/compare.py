#!/usr/bin/env python3
"""Reruns the comparison of sistergraph with other programs and prints it as a table.

    benches/compare.py [--pairs twin_cities.csv] [--world DIR] [--generator gen.py] [--work DIR] [--only ROW ...] [--runs N]

Makes a Python environment with pinned networkx, igraph, rustworkx, networkit and polars in the work folder (an index
for pip is the only thing it asks of the network), takes graph-tool from the distribution's python3-graph-tool where
that is installed, builds sistergraph, checks that every program gives the same answer, then times them in turn: one
run of each, then the next run of each, so that a busy machine is busy for all. What counts are the ratios, against
the best of the others in the same run.

A row is a job (what is asked), the data it is asked of, and a program's way to answer it. Each run is a process of its
own that prints one line of JSON: the answer, and the seconds its work took once the data was loaded ("work") or from
the start of the process ("whole"). Peak memory is the process's. To add a row, add to JOBS and a function to PROGRAMS.

The rows named `betweenness`, `distances` and `cold` need the pair table: a CSV file with the columns city1, country1, lat1, lng1
and city2, country2, lat2, lng2. `growth` asks sistergraph alone, every command of GROWTH at 10^4, 10^5 and 10^6 places
(`--places 10000 100000` for fewer): seconds, the exponent of the growth, and seconds and peak memory in those of
`report`. `pictures` draws the data set of `--world`, a directory with the whole world list. `gexf` and `graphml` read the file
that sistergraph writes of it, and `gexf-copy` and `graphml-copy` also write it again: ours to a pipe, theirs to nowhere.

`dump` reads a dump of Wikidata that `wikidata_dump.py` makes (`--megabytes 400`, few of its entities twinned) beside what does nothing but
unpack it: `gzip -dc`, and zlib in Python. Wanted is at most 1.25 times the time of `gzip -dc`, and 300 MiB.

`cold` asks for three answers after one reading. The others' side is a script over a library, and so is ours:
`examples/cold.rs` reads the table, resolves countries in words, and gives the same three answers in one process. No
single command does: `report` locates regions and finds bridges and cut places as well, and `components` names regions.
They are timed beside it, as a user starts them, and each reads the table anew.
"""
import argparse
import csv
import json
import math
import multiprocessing
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
PINNED = ["networkx==3.6.1", "igraph==1.0.0", "rustworkx==0.18.1", "networkit==11.3", "polars==2.1.0", "numpy==2.4.6",
          "leidenalg==0.12.0"]
SIZES = [(10_000, 50_000), (100_000, 500_000), (1_000_000, 5_000_000)]
THREADS = 2
# Programs that take minutes; asked with --slow.
SLOW = [("betweenness", "networkx"), ("distances", "graph-tool")]

# --- the data -----------------------------------------------------------------------------------------------------


def pair_set(table, out):
    """The pair table as a data set: a place is a name and a country as written."""
    places, pairs = {}, []
    with open(table, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            ends = []
            for side in "12":
                key = (row["city" + side], row["country" + side])
                places.setdefault(key, (f"p{len(places) + 1:05d}", row["lat" + side], row["lng" + side]))
                ends.append(places[key][0])
            pairs.append(ends)
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "cities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "lat", "lon"])
        for (name, _), (number, lat, lon) in places.items():
            known = abs(float(lat or 99)) <= 90 and abs(float(lon or 199)) <= 180
            writer.writerow([number, name, lat if known else "", lon if known else ""])
    with open(out / "partnerships.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["a", "b"])
        writer.writerows(pairs)


def synthetic_set(out, places, partnerships):
    """A seeded set of the shape of the real one: heavy-tailed degrees, regions of uneven size, one edge in fifty
    doubled. Columns as in a data set; the answers are compared between programs and not with a list."""
    import random

    random.seed(20240607)
    out.mkdir(parents=True, exist_ok=True)
    with open(HERE.parent / "data/register/countries.csv", encoding="utf-8", newline="") as file:
        countries = [row["alpha2"] for row in csv.DictReader(file)][:200]
    regions = [(f"{country}-S{n:02d}", country) for country in countries for n in range(1, 16)]
    with open(out / "regions.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "country", "name"])
        writer.writerows((code, country, f"Region {code}") for code, country in regions)
    weights = [random.paretovariate(1.5) for _ in range(places)]
    largest = 400 * sum(weights) / places
    weights = [min(weight, largest) for weight in weights]
    syllables = "ba de fi ko lu ma ne po ra si ta ve".split()
    in_region = random.choices(regions, [1 / (n + 1) ** 0.8 for n in range(len(regions))], k=places)
    with open(out / "cities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "country", "region", "lat", "lon", "population"])
        for n, ((region, country), weight) in enumerate(zip(in_region, weights), 1):
            name = "".join(random.choices(syllables, k=3)).capitalize()
            lat, lon = round(random.uniform(-60, 70), 4), round(random.uniform(-180, 180), 4)
            writer.writerow([n, name, country, region, lat, lon, max(500, int(weight * 30_000))])
    numbers = range(1, places + 1)
    ends = zip(random.choices(numbers, weights, k=partnerships), random.choices(numbers, weights, k=partnerships))
    with open(out / "partnerships.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["a", "b", "since"])
        last = (1, 2)
        for a, b in ends:
            a, b = last if random.random() < 0.02 else (a, b if a != b else a % places + 1)
            last = (b, a)
            writer.writerow([a, b, random.randint(1947, 2024)])


def linked(source, out):
    """The files of a set in another folder, to which more are added."""
    out.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        (out / file.name).write_bytes(file.read_bytes())


def full_set(source, out, places, partnerships):
    """The synthetic set with everything that commands ask of: parts and other names of places, kinds, statuses, dates and
    documents of partnerships, and every list of the ledger, each growing with the places."""
    import random

    random.seed(20260101)
    linked(source, out)
    with open(out / "regions.csv", encoding="utf-8", newline="") as file:
        regions = [row["code"] for row in csv.DictReader(file)]
    focus = sorted({code[:2] for code in regions})[:2]
    (out / "datapackage.json").write_text(json.dumps({"name": "growth", "title": "Growth", "focus": focus}))
    years = [str(year) for year in range(1990, 2025)]
    place = lambda: random.randint(1, places)

    def table(name, header, rows):
        with open(out / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)

    with open(source / "cities.csv", encoding="utf-8", newline="") as file:
        header, *cities = csv.reader(file)
    first = {}
    for city in cities:
        # One city in twenty is a part of the first of its region.
        whole = first.setdefault(city[3], city[0])
        is_part = whole != city[0] and random.random() < 0.05
        city += [whole if is_part else "", f"{city[1]}grad|New {city[1]}"]
    table("cities", [*header, "part_of", "aliases"], cities)
    with open(source / "partnerships.csv", encoding="utf-8", newline="") as file:
        _, *ties = csv.reader(file)
    kinds = ["sister-city"] * 8 + ["friendship", "cooperation", "agreement", "project"]

    def partnership(row):
        a, b, since = row
        fate = random.random()
        until = str(int(since) + random.randint(1, 60)) if fate < 0.1 else ""
        suspended = "2022" if 0.1 <= fate < 0.13 else ""
        claim = random.choice(["a", "b", "both", "both"])
        return [a, b, random.choice(kinds), since, until, suspended, claim, "trade|cultural", f"Agreement {a}/{b}"]

    table("partnerships", ["a", "b", "kind", "since", "until", "suspended", "claimed_by", "fields", "document"],
          map(partnership, ties))
    events = places // 20
    day = lambda: f"{random.choice(years)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
    contact = lambda n: [day(), random.choice(["visit", "delegation"]), place(), place(), f"Visit {n}", f"c{n}"]
    event = lambda n: [day(), "event", "", place(), f"Meeting {n}", f"e{n}"]
    table("contacts", ["date", "kind", "from", "to", "title", "id"],
          [*map(contact, range(places)), *map(event, range(events))])
    table("participants", ["event", "place", "people"],
          ([f"e{n}", guest, 3] for n in range(events) for guest in sorted({place() for _ in range(8)})))
    table("indicators", ["place", "year", "name", "value", "unit"],
          ([n + 1, "2023", "trade", random.randint(1, 10**6), "USD"] for n in range(places)))
    table("curators", ["region", "official", "from"],
          ([code, f"Official {n % 900}", "2019"] for n, code in enumerate(regions)))
    table("totals", ["year", "what", "value", "from", "to", "id"],
          ([year, "visit", 7, region, focus[0], f"t{region}{year}"] for region in regions[: places // 400] for year in years[:5]))


def degenerate_set(out, places, before):
    """Every place but the first tied to the one `before` it, and a part of it."""
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "cities.csv", "w", encoding="utf-8") as file:
        file.write("id,name,country,region,part_of\n")
        file.writelines(f"{n},Place {n},BY,BY-MA,{before(n) if n > 1 else ''}\n" for n in range(1, places + 1))
    with open(out / "partnerships.csv", "w", encoding="utf-8") as file:
        file.write("a,b\n")
        file.writelines(f"{before(n)},{n}\n" for n in range(2, places + 1))


def chain_set(out, places):
    degenerate_set(out, places, lambda n: n - 1)


def star_set(out, places):
    degenerate_set(out, places, lambda n: 1)


def unknown_set(source, out):
    """Degenerate: one end in ten is no place of the data set."""
    linked(source, out)
    with open(source / "partnerships.csv", encoding="utf-8", newline="") as file:
        header, *ties = csv.reader(file)
    with open(out / "partnerships.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([f"Nowhere {n}" if n % 10 == 0 else row[0], *row[1:]] for n, row in enumerate(ties))


# --- the other programs, each in a process of its own -------------------------------------------------------------


def load(data):
    """Number of places and distinct ties as sorted pairs of numbers, by the csv module."""
    with open(data / "cities.csv", encoding="utf-8", newline="") as file:
        ids = {row["id"]: n for n, row in enumerate(csv.DictReader(file))}
    with open(data / "partnerships.csv", encoding="utf-8", newline="") as file:
        ends = ((ids[row["a"]], ids[row["b"]]) for row in csv.DictReader(file))
        return len(ids), sorted({(min(a, b), max(a, b)) for a, b in ends if a != b})


def components(count, ties):
    """By place: a place of its component, the same for all of one."""
    leader = list(range(count))

    def find(x):
        while leader[x] != x:
            leader[x] = leader[leader[x]]
            x = leader[x]
        return x

    for a, b in ties:
        leader[find(a)] = find(b)
    return [find(x) for x in range(count)]


def largest_component(count, ties):
    """The places of the largest component, renumbered, and its ties."""
    roots = components(count, ties)
    root = max(set(roots), key=roots.count) if count < 100 else statistics.mode(roots)
    number = {x: n for n, x in enumerate(x for x in range(count) if roots[x] == root)}
    return len(number), [(number[a], number[b]) for a, b in ties if a in number]


def summed(values):
    values = list(values)
    return {"max": max(values), "sum": math.fsum(values)}


def distance_answer(pairs_at):
    """From the number of unordered pairs at each distance (index 0 is distance 1)."""
    pairs = sum(pairs_at)
    return {"diameter": len(pairs_at), "mean": sum(d * n for d, n in enumerate(pairs_at, 1)) / pairs,
            "distribution": list(pairs_at)}


def nx_betweenness(data):
    import networkx as nx
    count, ties = load(data)
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(ties)
    return lambda: summed(nx.betweenness_centrality(graph, normalized=False).values())


def igraph_betweenness(data):
    import igraph
    graph = igraph.Graph(*load(data))
    return lambda: summed(graph.betweenness())


def rustworkx_betweenness(data):
    import rustworkx as rx
    count, ties = load(data)
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from_no_data(ties)
    return lambda: summed(rx.betweenness_centrality(graph, normalized=False).values())


def networkit_graph(count, ties):
    import networkit as nk
    nk.setNumberOfThreads(THREADS)
    graph = nk.Graph(count)
    for a, b in ties:
        graph.addEdge(a, b)
    return nk, graph


def networkit_betweenness(data):
    nk, graph = networkit_graph(*load(data))
    # networkit counts ordered pairs.
    return lambda: summed(x / 2 for x in nk.centrality.Betweenness(graph).run().scores())


def graph_tool_graph(count, ties, threads=THREADS):
    import warnings
    warnings.simplefilter("ignore")
    import graph_tool.all as gt
    gt.openmp_set_num_threads(threads)
    graph = gt.Graph(directed=False)
    graph.add_vertex(count)
    graph.add_edge_list(ties)
    return gt, graph


def graph_tool_betweenness(data):
    gt, graph = graph_tool_graph(*load(data))
    return lambda: summed(map(float, gt.betweenness(graph, norm=False)[0].a))


def igraph_distances(data):
    import igraph
    graph = igraph.Graph(*largest_component(*load(data)))
    return lambda: distance_answer([n for *_, n in graph.path_length_hist(directed=False).bins()])


def networkit_distances(data):
    nk, graph = networkit_graph(*largest_component(*load(data)))

    def work():
        # Ordered pairs within each distance.
        within = nk.distance.NeighborhoodFunction(graph).run().getNeighborhoodFunction()
        return distance_answer([int(a - b) // 2 for a, b in zip(within, [0, *within])])

    return work


def graph_tool_distances(data):
    # With more threads its histogram misses some pairs.
    gt, graph = graph_tool_graph(*largest_component(*load(data)), threads=1)

    def work():
        counts = gt.distance_histogram(graph)[0]
        return distance_answer([int(n) // 2 for n in counts if n > 0])

    return work


# Communities: each program's own, so that what is compared is how good they are, all measured alike.


def modularity(count, ties, of):
    """By the definition: the share of ties within, less that expected by degree."""
    degrees, totals = [0] * count, {}
    for a, b in ties:
        degrees[a] += 1
        degrees[b] += 1
    for node, degree in enumerate(degrees):
        totals[of[node]] = totals.get(of[node], 0) + degree
    within = sum(of[a] == of[b] for a, b in ties)
    return {"modularity": within / len(ties) - sum(total * total for total in totals.values()) / (2 * len(ties)) ** 2}


def igraph_communities(data):
    import igraph
    count, ties = load(data)
    graph = igraph.Graph(count, ties)
    return lambda: graph.community_leiden(objective_function="modularity", n_iterations=-1).membership, (count, ties)


def leidenalg_communities(data):
    import igraph
    import leidenalg
    count, ties = load(data)
    graph = igraph.Graph(count, ties)
    return lambda: leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, seed=1).membership, (count, ties)


def networkit_communities(data):
    count, ties = load(data)
    nk, graph = networkit_graph(count, ties)
    return lambda: nk.community.detectCommunities(graph, algo=nk.community.ParallelLeiden(graph), inspect=False).getVector(), (count, ties)


def networkx_communities(data):
    import networkx as nx
    count, ties = load(data)
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(ties)

    def work():
        of = [0] * count
        for number, nodes in enumerate(nx.community.louvain_communities(graph, seed=1)):
            for node in nodes:
                of[node] = number
        return of

    return work, (count, ties)


def networkit_closest(data):
    """The exact sums of distances of the ten closest, of the largest component alone."""
    nk, graph = networkit_graph(*largest_component(*load(data)))

    def work():
        closest = nk.centrality.TopCloseness(graph, 10, True, True).run()
        return {"closest": sorted(round((graph.numberOfNodes() - 1) / score) for score in closest.topkScoresList())}

    return work


def networkit_diameter(data):
    nk, graph = networkit_graph(*largest_component(*load(data)))
    return lambda: {"diameter": nk.distance.Diameter(graph, algo=nk.distance.DiameterAlgo.Exact).run().getDiameter()[0]}


# Reading: the whole process counts, from its start to the answer.


def arrays(data):
    """How many places there are, the number of each one's region, and the distinct ties as two columns of numbers."""
    import numpy as np
    ids, regions, region_of = {}, {}, []
    with open(data / "cities.csv", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        id_at, region_at = header.index("id"), header.index("region")
        for n, row in enumerate(rows):
            ids[row[id_at]] = n
            region_of.append(regions.setdefault(row[region_at], len(regions)))
    with open(data / "partnerships.csv", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        ends = np.fromiter((ids[end] for row in rows for end in row[:2]), dtype=np.int64).reshape(-1, 2)
    low, high = ends.min(axis=1), ends.max(axis=1)
    keys = np.unique((low * len(ids) + high)[low != high])
    return len(ids), np.array(region_of), np.column_stack([keys // len(ids), keys % len(ids)])


def region_ties(regions, ties):
    """Ties with at least one end in each region, summed over the regions; and the most that one has."""
    import numpy as np
    a, b = regions[ties[:, 0]], regions[ties[:, 1]]
    degrees = np.bincount(a, minlength=regions.max() + 1) + np.bincount(b[a != b], minlength=regions.max() + 1)
    return {"region_ties": int(degrees.sum()), "most": int(degrees.max())}


def graph_tool_reading(data):
    def work():
        count, regions, ties = arrays(data)
        gt, graph = graph_tool_graph(count, ties)
        cuts = gt.label_biconnected_components(graph)[1]
        return {"components": len(gt.label_components(graph)[1]), "cut_places": int(cuts.a.sum()),
                **region_ties(regions, ties)}

    return work


def igraph_reading(data):
    def work():
        import igraph
        count, regions, ties = arrays(data)
        graph = igraph.Graph(n=count, edges=ties)
        return {"components": len(graph.connected_components()), "cut_places": len(graph.articulation_points()),
                **region_ties(regions, ties)}

    return work


def polars_floor(data):
    """Only reads the two files: what no answer can be faster than by much."""
    def work():
        import polars as pl
        return {"rows": len(pl.read_csv(data / "cities.csv")) + len(pl.read_csv(data / "partnerships.csv"))}

    return work


def polars_rows(data):
    """Reads the two files, counts each place's ties, and writes the places."""
    def work():
        import polars as pl
        cities = pl.read_csv(data / "cities.csv")
        ends = pl.read_csv(data / "partnerships.csv")
        degrees = pl.concat([ends["a"], ends["b"]]).alias("id").value_counts()
        cities.join(degrees, on="id", how="left").sort("id").write_csv("/dev/null")
        return {"rows": len(cities)}

    return work


def load_table(table):
    """Places of a pair table, each a name and a country as written, and their distinct ties."""
    number, ties = {}, set()
    with open(table, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            a, b = (number.setdefault((row["city" + side], row["country" + side]), len(number)) for side in "12")
            if a != b:
                ties.add((min(a, b), max(a, b)))
    return number, sorted(ties)


def rustworkx_cold(table):
    def work():
        import rustworkx as rx
        number, ties = load_table(table)
        graph = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(number)))
        graph.add_edges_from_no_data(ties)
        mogilev = next(n for (name, _), n in number.items() if name == MOGILEV)
        countries = {}
        for (_, country), n in number.items():
            countries[country] = countries.get(country, 0) + graph.degree(n)
        return {"components": rx.number_connected_components(graph), "partners": graph.degree(mogilev),
                "degrees": sum(countries.values())}

    return work


def networkx_read(file):
    import networkx as nx
    return nx.read_gexf(file, version="1.3") if file.suffix == ".gexf" else nx.read_graphml(file)


def networkx_reading(file):
    def work():
        import networkx as nx
        return {"components": nx.number_connected_components(networkx_read(file))}

    return work


def networkx_copying(file):
    def work():
        import networkx as nx
        graph = networkx_read(file)
        (nx.write_gexf if file.suffix == ".gexf" else nx.write_graphml)(graph, os.devnull)
        return {"nodes": len(graph)}

    return work


# --- sistergraph --------------------------------------------------------------------------------------------------


def ask(program, data, *args):
    run = subprocess.run([program, "--data", str(data), *args, "--format", "json", "-q"], capture_output=True, check=True)
    return json.loads(run.stdout)


def sistergraph_betweenness(program, data):
    return summed(row["value"] for row in ask(program, data, "rank", "--metric", "betweenness"))


def sistergraph_reading(program, data):
    report = ask(program, data, "report")
    degrees = [row["ties"] for row in report["regions"]]
    return {"components": report["connectivity"]["components"], "cut_places": report["connectivity"]["cut_places"],
            "region_ties": sum(degrees), "most": max(degrees)}


def sistergraph_components(program, file):
    return {"components": ask(program, file, "report")["connectivity"]["components"]}


def sistergraph_cold(program, table):
    report, partners = ask(program, table, "report"), ask(program, table, "partners", MOGILEV)
    found = json.loads(subprocess.run([cold_program(program), table, MOGILEV], capture_output=True, check=True).stdout)
    # The countries themselves differ: a table's words (England, Scotland) are one country to us.
    found["degrees"] = sum(found["degrees"].values())
    expected = {"components": report["connectivity"]["components"], "partners": len(partners),
                "degrees": 2 * report["ties"]["total"]}
    if found != expected:
        raise SystemExit(f"examples/cold.rs and the program differ: {found} {expected}")
    return found


def cold_program(program):
    """`examples/cold.rs`, built beside the program."""
    return pathlib.Path(program).resolve().parent / "examples/cold"


def sistergraph_distances(program, data):
    rows = ask(program, data, "stats", "--distribution", "distance")
    return distance_answer([row["count"] for row in rows])


def sistergraph_communities(program, data):
    """Their quality is measured here, and that each of them is connected."""
    count, ties = load(data)
    numbers = {row["id"]: row["community"] for row in ask(program, data, "communities", "--members")}
    with open(data / "cities.csv", encoding="utf-8", newline="") as file:
        of = [numbers[row["id"]] for row in csv.DictReader(file)]
    if len(set(components(count, [(a, b) for a, b in ties if of[a] == of[b]]))) != len(set(of)):
        raise SystemExit("a community is not connected")
    return modularity(count, ties, of)


def sistergraph_closest(program, data):
    """Closeness is scaled by the share of places reached; the sum of distances is found from it."""
    places = ask(program, data, "components", "--top", "1")[0]["size"]
    count = ask(program, data, "stats", "--no-distances")["places"]
    rows = ask(program, data, "rank", "--metric", "closeness", "--top", "10")
    return {"closest": sorted(round((places - 1) ** 2 / (count - 1) / row["value"]) for row in rows)}


def sistergraph_diameter(program, data):
    return {"diameter": ask(program, data, "stats")["diameter"]}


# --- rows ---------------------------------------------------------------------------------------------------------

# job: (data set, what is asked, our share of the best other at most, our command)
JOBS = {
    "betweenness": ("pairs", "exact betweenness of every place", 1 / 10, ["rank", "--metric", "betweenness"]),
    "distances": ("pairs", "exact diameter, mean distance, distribution", 1 / 40, ["stats", "--distribution", "distance"]),
    "communities": ("pairs", "communities; how good they are: modularity", 1, ["communities"]),
    "communities-million": ("million", "communities of the million", 1 / 2, ["communities"]),
    "closest": ("million", "exact ten of largest closeness", 1 / 2, ["rank", "--metric", "closeness", "--top", "10"]),
    "diameter": ("million", "exact diameter", 1, ["stats"]),
    "cold": ("table", "cold start: pair table, components, degree per country, partners of a place", 1 / 10, None),
    "reading": ("million", "1,000,000 / 5,000,000: read, components, region degree, cut places", 1 / 8, ["report"]),
    "floor": ("million", "the same against polars only reading the two files", 1.5, ["report"]),
    "rows": ("million", "all places as CSV, against polars reading and writing the same", 2, ["places", "--format", "csv"]),
    "gexf": ("world", "the world list in GEXF: read, components", 1 / 20, ["components"]),
    "gexf-copy": ("world", "the world list in GEXF: read and written", 1 / 20, ["export", "--format", "gexf"]),
    "graphml": ("world", "the world list in GraphML: read, components", 1 / 20, ["components"]),
    "graphml-copy": ("world", "the world list in GraphML: read and written", 1 / 20, ["export", "--format", "graphml"]),
}
# Rows of which the whole process counts: that of the others from its start, interpreter and imports included.
WHOLE = ["cold", "reading", "floor", "rows", "gexf", "gexf-copy", "graphml", "graphml-copy"]
MOGILEV = "Mogilev"
# Commands that open as much of the data as the row's own, and count next to nothing.
OPENING = {
    **dict.fromkeys(["communities", "communities-million", "closest"], ["rank", "--metric", "degree", "--top", "1"]),
    "diameter": ["stats", "--no-distances"],
    "betweenness": ["rank", "--metric", "degree", "--top", "1"],
    "distances": ["stats", "--distribution", "degree"],
}
# As the other programs count: a place is its name and its country as written.
AS_WRITTEN = ["--countries", "as-written"]
# Commands timed beside the row, which count for nothing in it.
BESIDE = {"cold": [["partners", MOGILEV], ["components"], ["report"]]}
PROGRAMS = {
    "betweenness": {
        "networkx": nx_betweenness,
        "graph-tool": graph_tool_betweenness,
        "rustworkx": rustworkx_betweenness,
        "igraph": igraph_betweenness,
        "networkit": networkit_betweenness,
    },
    "distances": {
        "networkit": networkit_distances,
        "igraph": igraph_distances,
        "graph-tool": graph_tool_distances,
    },
    "communities": {
        "igraph": igraph_communities,
        "leidenalg": leidenalg_communities,
        "networkit": networkit_communities,
        "networkx": networkx_communities,
    },
    "communities-million": {"networkit": networkit_communities},
    "closest": {"networkit": networkit_closest},
    "diameter": {"networkit": networkit_diameter},
    "cold": {"rustworkx": rustworkx_cold},
    "reading": {"graph-tool": graph_tool_reading, "igraph": igraph_reading},
    "floor": {"polars": polars_floor},
    "rows": {"polars": polars_rows},
    "gexf": {"networkx": networkx_reading},
    "gexf-copy": {"networkx": networkx_copying},
    "graphml": {"networkx": networkx_reading},
    "graphml-copy": {"networkx": networkx_copying},
}
ANSWERS = {
    "betweenness": sistergraph_betweenness,
    "distances": sistergraph_distances,
    "cold": sistergraph_cold,
    "communities": sistergraph_communities,
    "communities-million": sistergraph_communities,
    "closest": sistergraph_closest,
    "diameter": sistergraph_diameter,
    "reading": sistergraph_reading,
    "gexf": sistergraph_components,
    "graphml": sistergraph_components,
}


# How far the answers may be from each other, where they aren't exact.
TOLERANCE = {"communities": 0.01, "communities-million": 0.01}


def same(a, b, tolerance=1e-9):
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key], tolerance) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y, tolerance) for x, y in zip(a, b))
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def run_once(command):
    """Seconds, peak MiB and stdout of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, problem = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(problem.decode().strip().splitlines()[-1] if problem else f"status {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, out


def one_job(job, name, data):
    """In the process of another program: loads, works, prints."""
    work = PROGRAMS[job][name](data)
    # Communities are measured when the clock has stopped.
    work, measured = work if isinstance(work, tuple) else (work, None)
    start = time.perf_counter()
    answer = work()
    spent = time.perf_counter() - start
    print(json.dumps({"work": spent, "answer": modularity(*measured, answer) if measured else answer}))


def environment(folder):
    python = folder / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PINNED], check=True)
    return python


def interpreter(name, venv):
    """graph-tool belongs to the distribution's own Python."""
    if name != "graph-tool":
        return str(venv)
    found = subprocess.run(["/usr/bin/python3", "-c", "import graph_tool"], capture_output=True)
    return "/usr/bin/python3" if found.returncode == 0 else None


def compare(job, data, venv, program, runs, others):
    _, title, wanted, command = JOBS[job]
    print(f"\n## {title}\n")
    # The floor has no answer to compare.
    expected = ANSWERS[job](program, data) if job in ANSWERS else None
    times, memory = {"sistergraph": []}, {"sistergraph": []}
    skipped = {}
    for _ in range(runs):
        form = [] if command and "--format" in command else ["--format", "json"]
        asked = [program, "--data", str(data), *command, *form, "-q"] if command else [cold_program(program), data, MOGILEV]
        seconds, peak, _ = run_once(asked)
        times["sistergraph"].append(seconds)
        memory["sistergraph"].append(peak)
        for command_beside in BESIDE.get(job, []):
            name = f"sistergraph {' '.join(command_beside)}"
            seconds, peak, _ = run_once([program, "--data", str(data), *AS_WRITTEN, *command_beside, "--format", "json", "-q"])
            times.setdefault(name, []).append(seconds)
            memory.setdefault(name, []).append(peak)
        for name in others:
            python = interpreter(name, venv)
            if python is None:
                skipped[name] = "not installed (apt-get install python3-graph-tool)"
                continue
            try:
                whole, peak, out = run_once([python, __file__, "--job", job, name, str(data)])
            except RuntimeError as problem:
                skipped[name] = str(problem)
                continue
            found = json.loads(out)
            if "modularity" in found["answer"]:
                print(f"{name}: modularity {found['answer']['modularity']:.4f}; ours {expected['modularity']:.4f}", file=sys.stderr)
            if expected is not None and not same(expected, found["answer"], TOLERANCE.get(job, 1e-9)):
                raise SystemExit(f"{name} and sistergraph differ on {job}: {found['answer']} {expected}")
            times.setdefault(name, []).append(whole if job in WHOLE else found["work"])
            memory.setdefault(name, []).append(peak)
    medians = {name: statistics.median(of) for name, of in times.items()}
    others = {name: seconds for name, seconds in medians.items() if not name.startswith("sistergraph")}
    print("| program | seconds, median | best other / it | peak MiB |\n|---|---:|---:|---:|")
    best = min(others.values(), default=math.nan)
    for name, seconds in sorted(medians.items(), key=lambda item: item[1]):
        print(f"| {name} | {seconds:.3f} | {best / seconds:.2f} | {max(memory[name]):.0f} |")
    for name, why in skipped.items():
        print(f"| {name} | {why} | | |")
    if job in WHOLE:
        print(f"\nWhole processes. Wanted: at most {wanted:.3g} times the best other; found: {medians['sistergraph'] / best:.3f}.")
        return
    # What opening the data alone takes, which the others' times leave out.
    opening = min(run_once([program, "--data", str(data), *OPENING[job], "-q"])[0] for _ in range(3))
    work = medians["sistergraph"] - opening
    print(f"\nsistergraph's time is its whole process; of it {opening:.3f} s open the data, which the others' times leave "
          f"out. All answers agree to 1e-9. Wanted: {1 / wanted:.0f} times the best other; "
          f"found: {best / medians['sistergraph']:.1f} whole, {best / max(work, 1e-3):.1f} without opening.")


# Every command, and every option that changes the work: `SET: COMMAND | WANTED`, the set being `full` where none is named.
# {place}, {country}, {region} are in the set, {set} is its folder, {out} a new file or folder, {json} the set as one file.
# WANTED is the most time wanted, in that of `report` on the same set. Only what is exact over all pairs of places is left
# out: betweenness, closeness, harmonic, eccentricity, and the distances of `stats`, which grow with places times ties.
GROWTH = """
report
report --between {country} {other}
report --as-of 2010
report --country {country}
report --merge-spellings
places | 3
places --format csv | 3
places --format json
places --format html
places --format md
places bade
partners {place} | 1.5
partners {region}
partners {country}
partners {country} --direct
common {place} {far}
common {country} {other}
ties
ties --format csv
ties --format xlsx -o {out}.xlsx
pairs --by country
pairs --by region
regions | 1.5
regions --to any
regions --with trade
regions --format csv
regions {country} -o {out}.svg
unconnected | 1.3
unconnected --to any
unconnected --no-curator
unconnected --no-recent-contact 2020
matrix --by country | 1.5
matrix --between {country} {other}
components
components --members
communities
communities --members
communities --compare
path {place} {far}
path {place} {far} --avoid {country}
fragile
fragile --without {country}
check
check --format csv
check --fix -o {out}
check --format quickstatements
check --locate
unconnected --level city
report --locate
stats --no-distances
stats --no-distances --by region
stats --distribution degree
stats --distribution component
stats --distribution tie-km
rank --metric degree --format csv
rank --metric degree --top 10
rank --metric degree --by country
rank --metric pagerank --top 10
rank --metric eigenvector --top 10
rank --metric core --top 10
rank --metric clustering --top 10
suggest {place} | 3
suggest {region} | 3
suggest {country} | 3
suggest {country} --to {other}
curators | 1.3
curators --by official
scorecard {region} -o {out}.html | 1.5
scorecard {country} --all -o {out}
history | 1.3
history {place}
history {country}
contacts
contacts --by region
contacts --by month
contacts --list --format csv
agreements | 1.3
agreements --expiring 12 --as-of 2020
agreements --without document
events
events e1
events e1 --untied
events e1 --participants
dot -o {out}.dot
dot --ego {place} --depth 2 -o {out}.dot
dot --by region -o {out}.dot
diagram --by country -o {out}.svg
diagram --ego {place} -o {out}.svg
map -o {out}.svg
map --ego {place} -o {out}.svg
map -o {out}.png
atlas -o {out}.html
export -o {out}.gexf
export -o {out}.graphml
export -o {out}.net
export -o {out}.geojson
export -o {out}.kml
export -o {out}.json --format node-link
export --with degree,component,pagerank,core,distance -o {out}.gexf
import {set} -o {out}
import {set} -o {out}.json
import {json} -o {out}
report --data {json}
diff {set} {set}
diff {set} {set} --regions
diff --from 2000 --until 2010
chain: report
chain: partners 1
chain: fragile --format csv
chain: check
chain: rank --metric eigenvector --top 10
chain: components --members
chain: path 1 {places}
chain: diagram --ego 1 --depth 100000000 -o {out}.svg
star: report
star: partners 1
star: fragile
star: check
star: suggest 1
star: suggest 2
star: rank --metric clustering --top 10
star: diagram -o {out}.svg
unknown: check
"""
# Above this, a command does not grow with the data but faster.
STEEPEST = 1.15
# Seconds after which a command is given up.
PATIENCE = 300


def growth_rows():
    for line in filter(None, GROWTH.splitlines()):
        command, _, wanted = line.partition(" | ")
        of, _, rest = command.rpartition(": ")
        yield of or "full", rest.split(), float(wanted) if wanted else None


def growth_sets(options, venv, size):
    """The folders of the sets at a size by their names."""
    source = synthetic(options, venv, *size)
    made = {
        "full": (full_set, source, *size),
        "chain": (chain_set, size[0]),
        "star": (star_set, size[0]),
        "unknown": (unknown_set, source),
    }
    folders = {}
    for name, (make, *rest) in made.items():
        folders[name] = folder = options.work / f"{name}-{size[0]}"
        if not folder.exists():
            print(f"note: making {folder}", file=sys.stderr)
            paths = [rest.pop(0), folder] if isinstance(rest[0], pathlib.Path) else [folder]
            in_a_process(make, *paths, *rest)
    return folders


def growth_names(folders, places, out):
    """What the words in braces of GROWTH stand for."""
    with open(folders["full"] / "regions.csv", encoding="utf-8", newline="") as file:
        regions = [row["code"] for row in csv.DictReader(file)]
    countries = sorted({code[:2] for code in regions})
    return {"place": "1", "far": str(places // 2), "country": countries[0], "other": countries[1], "region": regions[0],
            "places": str(places), "set": str(folders["full"]), "json": f"{folders['full']}.json", "out": str(out / "out")}


def growth(options, venv, program):
    """Every command at several sizes, with the exponent of the time between two of them."""
    sizes = [size for size in SIZES if not options.places or size[0] in options.places]
    seconds, memory = {}, {}
    for size in sizes:
        folders = growth_sets(options, venv, size)
        with tempfile.TemporaryDirectory(dir=options.work) as folder:
            names = growth_names(folders, size[0], pathlib.Path(folder))
            if not pathlib.Path(names["json"]).exists():
                run_once([program, "import", names["set"], "-o", names["json"]])
            for number, (of, command, _) in enumerate(growth_rows()):
                times, peaks = [], []
                for run in range(options.runs):
                    names["out"] = f"{folder}/{number}-{run}"
                    asked = [word.format(**names) for word in command]
                    try:
                        # What names the sets that it reads takes no other.
                        named = "{set}" in command or "{json}" in command
                        data = [] if named else ["--data", str(folders[of])]
                        spent, peak = spent_once([program, *data, *asked, "-q"], options.cpu)
                    except RuntimeError as problem:
                        print(f"note: {of}: {' '.join(asked)}: {problem}", file=sys.stderr)
                        break
                    times.append(spent)
                    peaks.append(peak)
                    for made in pathlib.Path(folder).iterdir():
                        shutil.rmtree(made) if made.is_dir() else made.unlink()
                if times:
                    seconds[number, size[0]], memory[number, size[0]] = statistics.median(times), max(peaks)
    print(f"\n## growth: sistergraph on the synthetic sets, {'processor' if options.cpu else 'wall'} seconds\n")
    print("| set: command | " + " | ".join(f"{places:,}" for places, _ in sizes) + " | exponents | peak MiB | time / `report` | peak / `report` |")
    print("|---|" + "---:|" * (len(sizes) + 4))
    last, steep, over = sizes[-1][0], [], []
    reports = {}
    for number, (of, command, wanted) in enumerate(growth_rows()):
        name = f"{of}: {' '.join(command)}"
        found = [seconds.get((number, places)) for places, _ in sizes]
        if command == ["report"]:
            reports[of] = number
        report = reports.get(of, reports["full"])
        steps = zip(zip(sizes, found), zip(sizes[1:], found[1:]))
        exponents = [math.log(t / s) / math.log(n[0] / m[0]) if s and t else math.nan for (m, s), (n, t) in steps]
        # A command that takes as long as it takes to start shows nothing.
        steep += [name] if exponents and exponents[-1] > STEEPEST and (found[-1] or 0) > 0.1 else []
        ratio = (seconds.get((number, last)) or math.nan) / (seconds.get((report, last)) or math.nan)
        size = memory.get((number, last), math.nan)
        over += [f"{name}: {ratio:.2f} of {wanted:g}"] if wanted and ratio > wanted else []
        print(f"| {name} | " + " | ".join("-" if s is None else f"{s:.3f}" for s in found)
              + f" | {', '.join(f'{e:.2f}' for e in exponents)} | {size:.0f} | {ratio:.2f}{f' of {wanted:g}' if wanted else ''}"
              + f" | {size / memory.get((report, last), math.nan):.2f} |")
    print(f"\nSteeper than {STEEPEST}: {'; '.join(steep) or 'none'}.")
    print(f"Over the time wanted: {'; '.join(over) or 'none'}.")


def spent_once(command, cpu):
    """Seconds and peak MiB of a process whose answer nobody reads."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    problem = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == -9:
        raise RuntimeError(f"given up after {PATIENCE} s")
    # `check` finds problems with 1; what is refused is an answer too, and its reason is shown.
    if process.returncode not in (0, 1, 3):
        raise RuntimeError(problem.decode().strip().splitlines()[0] if problem else f"status {process.returncode}")
    if process.returncode == 1 and problem.startswith(b"error"):
        print(f"note: {' '.join(map(str, command[1:]))}: {problem.decode().splitlines()[0]}", file=sys.stderr)
    return usage.ru_utime + usage.ru_stime if cpu else seconds, usage.ru_maxrss / 1024


# Pictures and texts of the whole world list, and the most seconds wanted.
PICTURES = [("map -o {out}.png", 0.4), ("map -o {out}.svg", None), ("diagram -o {out}.svg", 2), ("diagram -o {out}.png", 2),
            ("diagram --by region -o {out}.svg", 2), ("diagram --by country -o {out}.svg", None),
            ("matrix --by country -o {out}.png", None), ("dot -o {out}.dot", None), ("report", None)]


def pictures(options, program):
    print("\n## pictures of the whole world list\n\n| command | seconds, median | wanted | peak MiB |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        for command, wanted in PICTURES:
            asked = [word.format(out=f"{folder}/picture") for word in command.split()]
            runs = [spent_once([program, "--data", str(options.world), *asked, "-q"], options.cpu) for _ in range(options.runs)]
            print(f"| {command.replace('{out}', 'FILE')} | {statistics.median(s for s, _ in runs):.3f} | {wanted or ''} "
                  f"| {max(peak for _, peak in runs):.0f} |")


# How many times the bare decompression reading a dump may take, and how many MiB.
DUMP = (1.25, 300)

# Unpacks a file by zlib, as much at a time as ours does.
UNPACK = """
import sys, zlib
unpack, size = zlib.decompressobj(31), 0
with open(sys.argv[1], "rb") as file:
    while piece := file.read(1 << 20):
        size += len(unpack.decompress(piece))
print(size)
"""


def dump(options, program):
    file = options.work / f"wikidata-{options.megabytes}.json.gz"
    if not file.exists():
        maker = [sys.executable, HERE / "wikidata_dump.py", file, "--megabytes", str(options.megabytes)]
        subprocess.run(maker, check=True, stdout=sys.stderr)
    commands = {"gzip -dc": ["gzip", "-dc", str(file)], "zlib (Python)": [sys.executable, "-c", UNPACK, str(file)],
                "sistergraph report": [program, "--data", str(file), "report", "-q"]}
    spent = {name: [] for name in commands}
    for _ in range(options.runs):
        for name, command in commands.items():
            spent[name].append(spent_once(command, options.cpu))
    median = {name: statistics.median(seconds for seconds, _ in runs) for name, runs in spent.items()}
    print(f"\n## dump: Wikidata's entities, {options.megabytes} MB, {file.stat().st_size / 1e6:.0f} MB packed\n")
    print("| program | seconds, median | to `gzip -dc` | wanted | peak MiB | wanted |\n|---|---:|---:|---:|---:|---:|")
    for name, runs in spent.items():
        wanted = DUMP if name.startswith("sistergraph") else ("", "")
        print(f"| {name} | {median[name]:.3f} | {median[name] / median['gzip -dc']:.2f} | {wanted[0]} "
              f"| {max(peak for _, peak in runs):.0f} | {wanted[1]} |")


def in_a_process(make, *arguments):
    """In a process of its own: memory that this one has had would count as the peak of those it starts."""
    making = multiprocessing.get_context("spawn").Process(target=make, args=arguments)
    making.start()
    making.join()
    if making.exitcode:
        sys.exit("the synthetic set could not be made")


def synthetic(options, venv, places, partnerships):
    """The folder of a synthetic set, made where it isn't there yet."""
    data = options.work / f"synthetic-{places}"
    if not data.exists():
        if options.generator:
            subprocess.run([venv, options.generator, data, str(places), str(partnerships)], check=True, stdout=sys.stderr)
        else:
            in_a_process(synthetic_set, data, places, partnerships)
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=pathlib.Path, help="the pair table")
    parser.add_argument("--generator", type=pathlib.Path, help="a program that writes a synthetic set: OUT PLACES PARTNERSHIPS")
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parent / "target/compare")
    parser.add_argument("--program", type=pathlib.Path, help="a sistergraph to measure, with examples/cold beside it; without it, both are built")
    parser.add_argument("--only", nargs="*", choices=[*JOBS, "pictures", "growth", "dump"],
                        default=[*JOBS, "pictures", "growth", "dump"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--world", type=pathlib.Path, help="a data set to draw pictures of, and to read and write as a graph")
    parser.add_argument("--places", type=int, nargs="*", choices=[places for places, _ in SIZES], help="the sizes of `growth`")
    parser.add_argument("--megabytes", type=int, default=400, help="the size of the dump of `dump`, unpacked")
    parser.add_argument("--cpu", action="store_true", help="count processor seconds in `growth`, `pictures` and `dump`, for a busy machine")
    parser.add_argument("--slow", action="store_true", help="also ask programs that take minutes")
    parser.add_argument("--job", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        job, name, data = options.job
        return one_job(job, name, pathlib.Path(data))
    options.work.mkdir(parents=True, exist_ok=True)
    program = options.program
    if program is None:
        subprocess.run(["cargo", "build", "--release", "--quiet", "--bins", "--example", "cold"], cwd=HERE.parent, check=True)
        program = HERE.parent / "target/release/sistergraph"
    # Other programs are asked in the rows of JOBS alone.
    venv = environment(options.work) if set(options.only) & set(JOBS) else sys.executable
    for job in (job for job in JOBS if job in options.only):
        if JOBS[job][0] == "million":
            data = synthetic(options, venv, *SIZES[-1])
        elif JOBS[job][0] == "world":
            if options.world is None:
                print(f"note: {job} needs --world DIR", file=sys.stderr)
                continue
            data = options.work / f"world.{job.partition('-')[0]}"
            run_once([program, "--data", str(options.world), "export", "-o", str(data), "-q"])
        elif options.pairs is None:
            print(f"note: {job} needs --pairs twin_cities.csv", file=sys.stderr)
            continue
        elif JOBS[job][0] == "table":
            data = options.pairs
        else:
            data = options.work / "pairs"
            if not data.exists():
                pair_set(options.pairs, data)
        others = [name for name in PROGRAMS[job] if options.slow or (job, name) not in SLOW]
        compare(job, data, venv, program, options.runs, others)
    if "pictures" in options.only and options.world is None:
        print("note: pictures needs --world DIR", file=sys.stderr)
    elif "pictures" in options.only:
        pictures(options, program)
    if "growth" in options.only:
        growth(options, venv, program)
    if "dump" in options.only:
        dump(options, program)


if __name__ == "__main__":
    main()
