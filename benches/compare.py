#!/usr/bin/env python3
"""Reruns the comparison of sistergraph with other programs and prints it as a table.

    benches/compare.py [--pairs twin_cities.csv] [--generator gen.py] [--work DIR] [--only ROW ...] [--runs N]

Makes a Python environment with pinned networkx, igraph, rustworkx, networkit and polars in the work folder (an index
for pip is the only thing it asks of the network), takes graph-tool from the distribution's python3-graph-tool where
that is installed, builds sistergraph, checks that every program gives the same answer, then times them in turn: one
run of each, then the next run of each, so that a busy machine is busy for all. What counts are the ratios, against
the best of the others in the same run.

A row is a job (what is asked), the data it is asked of, and a program's way to answer it. Each run is a process of its
own that prints one line of JSON: the answer, and the seconds its work took once the data was loaded ("work") or from
the start of the process ("whole"). Peak memory is the process's. To add a row, add to JOBS and a function to PROGRAMS.

The rows named `betweenness`, `distances` and `cold` need the pair table: a CSV file with the columns city1, country1, lat1, lng1
and city2, country2, lat2, lng2. `growth` asks sistergraph alone at 10^4, 10^5 and 10^6 places.

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
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PINNED = ["networkx==3.6.1", "igraph==1.0.0", "rustworkx==0.18.1", "networkit==11.3", "polars==2.1.0", "numpy==2.4.6"]
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


# --- the other programs, each in a process of its own -------------------------------------------------------------


def load(data):
    """Number of places and distinct ties as sorted pairs of numbers, by the csv module."""
    with open(data / "cities.csv", encoding="utf-8", newline="") as file:
        ids = {row["id"]: n for n, row in enumerate(csv.DictReader(file))}
    with open(data / "partnerships.csv", encoding="utf-8", newline="") as file:
        ends = ((ids[row["a"]], ids[row["b"]]) for row in csv.DictReader(file))
        return len(ids), sorted({(min(a, b), max(a, b)) for a, b in ends if a != b})


def largest_component(count, ties):
    """The places of the largest component, renumbered, and its ties."""
    leader = list(range(count))

    def find(x):
        while leader[x] != x:
            leader[x] = leader[leader[x]]
            x = leader[x]
        return x

    for a, b in ties:
        leader[find(a)] = find(b)
    roots = [find(x) for x in range(count)]
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


# --- rows ---------------------------------------------------------------------------------------------------------

# job: (data set, what is asked, our share of the best other at most, our command)
JOBS = {
    "betweenness": ("pairs", "exact betweenness of every place", 1 / 10, ["rank", "--metric", "betweenness"]),
    "distances": ("pairs", "exact diameter, mean distance, distribution", 1 / 40, ["stats", "--distribution", "distance"]),
    "cold": ("table", "cold start: pair table, components, degree per country, partners of a place", 1 / 10, None),
    "reading": ("million", "1,000,000 / 5,000,000: read, components, region degree, cut places", 1 / 8, ["report"]),
    "floor": ("million", "the same against polars only reading the two files", 1.5, ["report"]),
}
# Rows of which the whole process counts: that of the others from its start, interpreter and imports included.
WHOLE = ["cold", "reading", "floor"]
MOGILEV = "Mogilev"
# Commands that open as much of the data as the row's own, and count next to nothing.
OPENING = {"betweenness": ["rank", "--metric", "degree", "--top", "1"], "distances": ["stats", "--distribution", "degree"]}
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
    "cold": {"rustworkx": rustworkx_cold},
    "reading": {"graph-tool": graph_tool_reading, "igraph": igraph_reading},
    "floor": {"polars": polars_floor},
}
ANSWERS = {
    "betweenness": sistergraph_betweenness,
    "distances": sistergraph_distances,
    "cold": sistergraph_cold,
    "reading": sistergraph_reading,
}


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
    start = time.perf_counter()
    answer = work()
    print(json.dumps({"work": time.perf_counter() - start, "answer": answer}))


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
        asked = [program, "--data", str(data), *command, "--format", "json", "-q"] if command else [cold_program(program), data, MOGILEV]
        seconds, peak, _ = run_once(asked)
        times["sistergraph"].append(seconds)
        memory["sistergraph"].append(peak)
        for command_beside in BESIDE.get(job, []):
            name = f"sistergraph {' '.join(command_beside)}"
            seconds, peak, _ = run_once([program, "--data", str(data), *command_beside, "--format", "json", "-q"])
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
            if expected is not None and not same(expected, found["answer"]):
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


def growth(sets, program, runs):
    """The same questions at three sizes, with the exponent of the time between two of them."""
    print("\n## growth: sistergraph on the synthetic sets\n")
    print("| question | " + " | ".join(f"{places:,} places" for places, _ in SIZES) + " | exponents | peak MiB |")
    print("|---|" + "---:|" * (len(SIZES) + 2))
    questions = ["components", "regions", "stats --no-distances", "rank --metric pagerank --top 10", "suggest 1"]
    for question in map(str.split, questions):
        seconds, peaks = [], []
        for data in sets:
            found = [run_once([program, "--data", str(data), *question, "-q"]) for _ in range(runs)]
            seconds.append(statistics.median(s for s, *_ in found))
            peaks.append(max(peak for _, peak, _ in found))
        steps = zip(zip(SIZES, seconds), zip(SIZES[1:], seconds[1:]))
        exponents = [math.log(t / s) / math.log(n[0] / m[0]) for (m, s), (n, t) in steps]
        print(f"| {' '.join(question)} | " + " | ".join(f"{s:.3f} s" for s in seconds)
              + f" | {', '.join(f'{e:.2f}' for e in exponents)} | {peaks[-1]:.0f} |")


def synthetic(options, venv, places, partnerships):
    """The folder of a synthetic set, made where it isn't there yet."""
    data = options.work / f"synthetic-{places}"
    if not data.exists():
        if options.generator:
            subprocess.run([venv, options.generator, data, str(places), str(partnerships)], check=True, stdout=sys.stderr)
        else:
            # In a process of its own: memory that this one has had would count as the peak of those it starts.
            making = multiprocessing.get_context("spawn").Process(target=synthetic_set, args=(data, places, partnerships))
            making.start()
            making.join()
            if making.exitcode:
                sys.exit("the synthetic set could not be made")
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=pathlib.Path, help="the pair table")
    parser.add_argument("--generator", type=pathlib.Path, help="a program that writes a synthetic set: OUT PLACES PARTNERSHIPS")
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parent / "target/compare")
    parser.add_argument("--program", type=pathlib.Path, help="a sistergraph to measure, with examples/cold beside it; without it, both are built")
    parser.add_argument("--only", nargs="*", choices=[*JOBS, "growth"], default=[*JOBS, "growth"])
    parser.add_argument("--runs", type=int, default=3)
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
    venv = environment(options.work)
    for job in (job for job in JOBS if job in options.only):
        if JOBS[job][0] == "million":
            data = synthetic(options, venv, *SIZES[-1])
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
    if "growth" in options.only:
        sets = [synthetic(options, venv, *size) for size in SIZES]
        growth(sets, program, options.runs)


if __name__ == "__main__":
    main()
