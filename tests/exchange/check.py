#!/usr/bin/env python3
"""Exchanges graphs with the programs that people use: each side reads what the other one writes.

    tests/exchange/check.py target/debug/sistergraph

Writes the built-in data in every format and reads it with networkx, igraph, GDAL (by pyogrio), fastkml and pydot; writes graphs
with networkx, igraph, rustworkx, pandas, GDAL and pydot and reads them with sistergraph. Both sides must have the same places,
ties, attributes, and positions to 1e-6. KML must be what the schema of the Open Geospatial Consortium wants, which fastkml brings.
Where the program was built with the features `parquet` and `sqlite`, DuckDB, pyarrow and sqlite3 read what it writes, and it
reads what they write. Packages: requirements.txt beside this file.
"""
import html
import json
import pathlib
import sqlite3
import struct
import subprocess
import sys
import tempfile

import duckdb
import fastkml.validator
import igraph
import networkx as nx
import numpy
import pyarrow
import pyarrow.parquet as pq
import pydot
import pyogrio.raw
import rustworkx as rx

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
CHECKED = []


def sistergraph(*args):
    run = subprocess.run([PROGRAM, *map(str, args), "-q"], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"sistergraph {' '.join(map(str, args))}: {run.stderr}")
    return run.stdout


def expect(what, found, wanted):
    if found != wanted:
        only = (set(found) ^ set(wanted)) if isinstance(found, (set, frozenset)) else ""
        raise SystemExit(f"{what}: found {str(found)[:500]}, wanted {str(wanted)[:500]} {str(only)[:500]}")
    CHECKED.append(what)


def places(data):
    rows = json.loads(sistergraph("--data", data, "places", "--level", "city", "--format", "json"))
    return {row["id"]: row for row in rows}


def ties(data):
    rows = json.loads(sistergraph("--data", data, "ties", "--format", "json"))
    return {tuple(sorted((row["a"], row["b"]))) for row in rows}


def pair(a, b):
    return tuple(sorted((a, b)))


def close(a, b):
    return (a is None) == (b is None) and (a is None or abs(a - b) < 1e-6)


def ours_to_theirs(folder):
    """What sistergraph writes, read by others."""
    own_places, own_ties = places("belarus"), ties("belarus")
    areas = {end for tie in own_ties for end in tie if end not in own_places}
    ids = set(own_places) | areas

    def check(name, graph):
        expect(f"{name}: nodes", set(graph.nodes), ids)
        expect(f"{name}: edges", {pair(a, b) for a, b in graph.edges()}, own_ties)
        mogilev = graph.nodes["mogilev-by"]
        expect(f"{name}: attributes", (mogilev.get("country"), mogilev.get("level")), ("BY", "city"))
        wrong = [id for id, row in own_places.items() if not close(graph.nodes[id].get("lat"), row["lat"])]
        expect(f"{name}: positions", wrong, [])

    files = {kind: folder / f"own.{kind}" for kind in ("gexf", "graphml", "geojson", "net")}
    for file in files.values():
        sistergraph("export", "-o", file, "--with", "degree,component,distance")
    node_link = folder / "own-node-link.json"
    sistergraph("export", "--format", "node-link", "-o", node_link)
    check("networkx reads GEXF", nx.read_gexf(files["gexf"], version="1.3"))
    check("networkx reads GraphML", nx.read_graphml(files["graphml"]))
    check("networkx reads node-link", nx.node_link_graph(json.loads(node_link.read_text())))
    pajek = nx.read_pajek(files["net"])
    expect("networkx reads Pajek", {pair(a, b) for a, b, *_ in pajek.edges}, own_ties)

    graphml = nx.read_graphml(files["graphml"])
    degrees = {node: graphml.nodes[node]["degree"] for node in graphml.nodes}
    expect("degrees in GraphML", degrees, dict(nx.Graph(graphml).degree()))
    by_component = {}
    for node in graphml.nodes:
        by_component.setdefault(graphml.nodes[node]["component"], set()).add(node)
    expect("components in GraphML", {frozenset(c) for c in by_component.values()},
           {frozenset(c) for c in nx.connected_components(graphml)})

    read = igraph.Graph.Read_GraphML(str(files["graphml"]))
    expect("igraph reads GraphML: nodes", set(read.vs["id"]), ids)
    expect("igraph reads GraphML: edges", {pair(read.vs[e.source]["id"], read.vs[e.target]["id"]) for e in read.es}, own_ties)
    collection = json.loads(files["geojson"].read_text())
    lines = [f for f in collection["features"] if "a" in f["properties"]]
    expect("GeoJSON has every tie", {pair(f["properties"]["a"], f["properties"]["b"]) for f in lines}, own_ties)
    for feature in lines:
        geometry = feature["geometry"]
        parts = [] if geometry is None else [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
        for part in parts:
            jumps = [a for a, b in zip(part, part[1:]) if abs(a[0] - b[0]) > 180]
            if jumps:
                raise SystemExit(f"a line jumps over 180 degrees: {feature['properties']}")
    CHECKED.append("GeoJSON jumps nowhere")
    own_kml(folder, own_places, own_ties, ids)
    own_dot(folder, own_places, own_ties)


def own_kml(folder, own_places, own_ties, ids):
    file = folder / "own.kml"
    sistergraph("export", "-o", file)
    expect("the schema of KML allows ours", fastkml.validator.validate(file_to_validate=file), True)
    for fixture in ("time", "levels", "date-line"):
        other = folder / f"{fixture}.kml"
        sistergraph("--data", FIXTURES / fixture, "export", "-o", other)
        expect(f"the schema of KML allows {fixture}", fastkml.validator.validate(file_to_validate=other), True)

    def placemarks(element):
        for feature in element.features:
            yield from placemarks(feature) if hasattr(feature, "features") else [feature]

    marks = [({d.name: d.value for d in mark.extended_data.elements}, mark) for mark in placemarks(fastkml.KML.parse(file, validate=True))]
    expect("fastkml reads KML: nodes", {data["id"] for data, _ in marks if "id" in data}, ids)
    expect("fastkml reads KML: edges", {pair(data["a"], data["b"]) for data, _ in marks if "a" in data}, own_ties)
    at = {data["id"]: mark.geometry for data, mark in marks if "id" in data}
    wrong = [id for id, row in own_places.items() if not close(getattr(at[id], "y", None), row["lat"])]
    expect("fastkml reads KML: positions", wrong, [])
    # QGIS reads files with GDAL, which makes a layer of each folder.
    expect("GDAL reads KML: layers", list(pyogrio.list_layers(file)[:, 0]), ["places", "sister-city"])
    for layer, columns, wanted in [("places", ["id"], {(id,) for id in ids}), ("sister-city", ["a", "b"], own_ties)]:
        fields, _, geometry, values = layer_of(file, layer)
        rows = zip(*(values[list(fields).index(column)] for column in columns))
        expect(f"GDAL reads KML: {layer}", {tuple(sorted(row)) for row in rows}, wanted)
        expect(f"GDAL reads KML: {layer} on the map", any(shape is not None for shape in geometry), True)


def layer_of(file, layer):
    meta, fids, geometry, values = pyogrio.raw.read(file, layer=layer)
    return meta["fields"], fids, geometry, values


def own_dot(folder, own_places, own_ties):
    file = folder / "own.dot"
    sistergraph("dot", "-o", file)
    (graph,) = pydot.graph_from_dot_file(file)
    nodes = [node for part in [graph, *graph.get_subgraphs()] for node in part.get_nodes() if node.get_tooltip()]
    shown = {node.get_name(): html.unescape(node.get_tooltip().strip('"')).rsplit(" (", 1)[0] for node in nodes}
    drawn = {pair(shown[edge.get_source()], shown[edge.get_destination()]) for edge in graph.get_edges()}
    expect("pydot reads DOT", drawn, own_ties)
    expect("sistergraph reads its own DOT: ties", ties(file), own_ties)
    found = {id: (row["name"], row["country"]) for id, row in places(file).items()}
    expect("sistergraph reads its own DOT: places", found, {id: (row["name"], row["country"]) for id, row in own_places.items()})


def theirs_to_ours(folder):
    """What others write, read by sistergraph."""
    graph = nx.Graph()
    graph.add_node("gom", label="Gomel", country="BY", lat=52.4345, lon=30.9754, twinned=True)
    graph.add_node("bry", label="Bryansk", country="RU", lat=53.2521, lon=34.3717, twinned=True)
    graph.add_node("rad", label="Radom <&\"> Łódź", country="PL", lat=51.4027, lon=21.1471, twinned=False)
    graph.add_edge("gom", "bry", since="1992", kind="sister-city")
    graph.add_edge("gom", "rad", since="1998", kind="friendship")
    wanted_ties = {pair("gom", "bry"), pair("gom", "rad")}

    def check(name, file, ids=True):
        found = places(file)
        expect(f"sistergraph reads {name}: names", {row["name"] for row in found.values()},
               {data["label"] for _, data in graph.nodes(data=True)})
        if ids:
            expect(f"sistergraph reads {name}: ties", ties(file), wanted_ties)
            wrong = [id for id, data in graph.nodes(data=True) if not close(found[id]["lat"], data["lat"])]
            expect(f"sistergraph reads {name}: positions", wrong, [])

    nx.write_gexf(graph, folder / "nx.gexf")
    check("networkx's GEXF", folder / "nx.gexf")
    nx.write_gexf(graph, folder / "nx11.gexf", version="1.1draft")
    check("networkx's GEXF 1.1", folder / "nx11.gexf")
    nx.write_graphml(graph, folder / "nx.graphml")
    check("networkx's GraphML", folder / "nx.graphml")
    nx.write_gml(graph, folder / "nx.gml", stringizer=str)
    # GML has a single label for a node, and networkx writes the id to it.
    expect("sistergraph reads networkx's GML", {row["name"] for row in places(folder / "nx.gml").values()}, set(graph))
    expect("sistergraph reads networkx's GML: ties", len(ties(folder / "nx.gml")), 2)
    for edges in ("edges", "links"):
        file = folder / f"nx-{edges}.json"
        file.write_text(json.dumps(nx.node_link_data(graph, edges=edges)))
        check(f"networkx's node-link with {edges}", file)
    named = nx.relabel_nodes(graph, {id: data["label"].replace('"', "'") for id, data in graph.nodes(data=True)})
    nx.write_pajek(named, folder / "nx.net")
    expect("sistergraph reads networkx's Pajek", len(ties(folder / "nx.net")), 2)

    other = igraph.Graph.from_networkx(graph)
    other.vs["name"] = other.vs["label"]
    del other.vs["label"]
    for kind in ("graphml", "gml"):
        file = folder / f"igraph.{kind}"
        getattr(other, f"write_{kind}")(str(file))
        check(f"igraph's {kind}", file, ids=False)
        expect(f"sistergraph reads igraph's {kind}: ties", len(ties(file)), 2)

    third = rx.PyGraph()
    numbers = {id: third.add_node({"id": id, "name": data["label"], "country": data["country"]}) for id, data in graph.nodes(data=True)}
    for a, b, data in graph.edges(data=True):
        third.add_edge(numbers[a], numbers[b], data)
    text = rx.node_link_json(third, node_attrs=lambda node: {k: str(v) for k, v in node.items()},
                             edge_attrs=lambda edge: {k: str(v) for k, v in edge.items()})
    (folder / "rx.json").write_text(text)
    check("rustworkx's node-link", folder / "rx.json", ids=False)

    nx.to_pandas_edgelist(graph).to_csv(folder / "pandas.csv", index=False)
    expect("sistergraph reads pandas' list of edges", ties(folder / "pandas.csv"), wanted_ties)

    dot = pydot.Dot("twins", graph_type="graph")
    for id, data in graph.nodes(data=True):
        quoted = {key: pydot.quote_id_if_necessary(str(value)) if key != "label" else json.dumps(value, ensure_ascii=False)
                  for key, value in data.items() if key != "twinned"}
        dot.add_node(pydot.Node(id, **quoted))
    for a, b in graph.edges():
        dot.add_edge(pydot.Edge(a, b))
    dot.write_raw(str(folder / "pydot.dot"), encoding="utf-8")
    check("pydot's DOT", folder / "pydot.dot")

    # Lines without data, whose ends are on the points.
    file = folder / "gdal.kml"
    at = {id: (data["lon"], data["lat"]) for id, data in graph.nodes(data=True)}
    write_layer(file, "towns", "Point", [struct.pack("<BIdd", 1, 1, *at[id]) for id in graph],
                {"Name": [graph.nodes[id]["label"] for id in graph], "country": [graph.nodes[id]["country"] for id in graph]})
    lines = [struct.pack("<BIIdddd", 1, 2, 2, *at[a], *at[b]) for a, b in graph.edges()]
    write_layer(file, "twins", "LineString", lines, {"since": [data["since"] for *_, data in graph.edges(data=True)]}, append=True)
    check("GDAL's KML", file, ids=False)
    names = {id: data["label"] for id, data in graph.nodes(data=True)}
    expect("sistergraph reads GDAL's KML: ties", ties(file), {pair(names[a], names[b]) for a, b in wanted_ties})
    rows = json.loads(sistergraph("--data", file, "ties", "--select", "since", "--format", "json"))
    expect("sistergraph reads GDAL's KML: dates", {row["since"] for row in rows}, {"1992", "1998"})


def write_layer(file, layer, kind, shapes, columns, append=False):
    values = [numpy.array(column, dtype=object) for column in columns.values()]
    pyogrio.raw.write(file, numpy.array(shapes, dtype=object), values, list(columns), layer=layer, driver="LIBKML",
                      geometry_type=kind, crs="EPSG:4326", append=append)


def has_feature(name):
    """Whether the program was built with a feature. If it was not, its error message says so."""
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / f"x.{name}"
        run = subprocess.run([PROGRAM, "export", "-o", target, "-q"], capture_output=True, text=True)
    if run.returncode and f"built without the feature `{name}`" not in run.stderr:
        raise SystemExit(run.stderr)
    if run.returncode:
        print(f"note: the program was built without the feature `{name}`, which is not checked")
    return run.returncode == 0


def same_data(what, data):
    """Compares every place, tie and contact of the built-in data."""
    for question in (["places", "--level", "city"], ["ties"], ["contacts", "--list"], ["regions"], ["report"]):
        asked = [*question, "--format", "json"]
        found, wanted = (json.loads(sistergraph(*told, *asked)) for told in (["--data", data], []))
        if question == ["report"]:
            # Large towns are counted for the built-in data by name.
            wanted.pop("large_towns")
        expect(f"{what}: {question[0]}", found, wanted)


def parquet(folder):
    """DuckDB and pyarrow read vertices and edges."""
    own_places, own_ties = places("belarus"), ties("belarus")
    own = folder / "own.parquet"
    sistergraph("export", "-o", own, "--with", "degree,component,distance")
    vertices, edges = pq.read_table(own / "vertices.parquet"), pq.read_table(own / "edges.parquet")
    keys = vertices["key"].to_pylist()
    found = {pair(keys[src], keys[dst]) for src, dst in zip(edges["src"].to_pylist(), edges["dst"].to_pylist())}
    expect("pyarrow reads edges", found, own_ties)
    expect("ids are dense", vertices["id"].to_pylist(), list(range(len(keys))))
    ends = list(zip(edges["src"].to_pylist(), edges["dst"].to_pylist()))
    expect("edges are sorted, each once, none a loop", ends, sorted({end for end in ends if end[0] < end[1]}))
    rows = {row["key"]: row for row in vertices.to_pylist()}
    wrong = [id for id, row in own_places.items() if (rows[id]["lat"], rows[id]["lon"]) != (row["lat"], row["lon"])]
    expect("pyarrow reads positions", wrong, [])
    point = rows["mogilev-by"]["geometry"]
    expect("a point in WKB", struct.unpack("<BIdd", point), (1, 1, rows["mogilev-by"]["lon"], rows["mogilev-by"]["lat"]))
    geo = json.loads(vertices.schema.metadata[b"geo"])
    expect("GeoParquet", (geo["version"], "crs" in geo["columns"]["geometry"]), ("1.1.0", False))
    for file in ("vertices", "edges"):
        described = pq.ParquetFile(own / f"{file}.parquet").metadata
        chunk = described.row_group(0).column(0)
        expect(f"{file} are compressed and sorted", (chunk.compression, bool(described.row_group(0).sorting_columns)), ("ZSTD", True))

    database = duckdb.connect()
    asked = f"SELECT a.key, b.key FROM '{own}/edges.parquet' JOIN '{own}/vertices.parquet' a ON src = a.id JOIN '{own}/vertices.parquet' b ON dst = b.id"
    expect("DuckDB joins both", {pair(*row) for row in database.sql(asked).fetchall()}, own_ties)
    degrees = f"""SELECT key, degree, count(src) FROM '{own}/vertices.parquet' LEFT JOIN '{own}/edges.parquet' ON id IN (src, dst)
                  GROUP BY ALL"""
    expect("DuckDB counts degrees", [row for row in database.sql(degrees).fetchall() if row[1] != row[2]], [])
    same_data("sistergraph reads its own Parquet", own)

    # The same tables in other orders, encodings and codecs, with additional columns.
    for writer in ("duckdb", "pyarrow", "pyarrow-plain"):
        theirs = folder / f"{writer}.parquet"
        theirs.mkdir()
        (theirs / "manifest.json").write_bytes((own / "manifest.json").read_bytes())
        for file, table in (("vertices", vertices), ("edges", edges)):
            target = theirs / f"{file}.parquet"
            if writer == "duckdb":
                database.sql(f"COPY (SELECT *, 1 AS extra FROM '{own}/{file}.parquet') TO '{target}' (FORMAT parquet)")
            elif writer == "pyarrow":
                pq.write_table(table, target)
            else:
                pq.write_table(table, target, use_dictionary=False, compression="none", data_page_version="2.0")
        same_data(f"sistergraph reads Parquet of {writer}", theirs)


def sqlite(folder):
    """The sqlite3 module reads the tables and the view."""
    own = folder / "own.sqlite"
    sistergraph("export", "-o", own)
    database = sqlite3.connect(own)
    ask = lambda query: database.execute(query).fetchall()
    expect("sqlite3: the database is whole", ask("PRAGMA integrity_check"), [("ok",)])
    expect("sqlite3: foreign keys hold", ask("PRAGMA foreign_key_check"), [])
    expect("sqlite3: cities", {row[0] for row in ask("SELECT id FROM cities")}, set(places("belarus")))
    expect("sqlite3: ties", {pair(*row) for row in ask("SELECT a, b FROM ties")}, ties("belarus"))
    own_rows = json.loads(sistergraph("ties", "--format", "json"))
    km = {pair(row["a"], row["b"]): row["distance_km"] for row in own_rows}
    found = {pair(a, b): km for a, b, km in ask("SELECT a, b, distance_km FROM ties")}
    expect("sqlite3: distances", [ends for ends in km if not close(km[ends], found[ends])], [])
    per_country = "SELECT country, count(*) FROM cities GROUP BY country ORDER BY country"
    wanted = {}
    for row in places("belarus").values():
        wanted[row["country"]] = wanted.get(row["country"], 0) + 1
    expect("sqlite3: cities by country", ask(per_country), sorted(wanted.items()))
    same_data("sistergraph reads its own database", own)
    # The same tables, written by another version of SQLite.
    database.execute(f"VACUUM INTO '{folder / 'again.db'}'")
    same_data("sistergraph reads a database of sqlite3", folder / "again.db")


with tempfile.TemporaryDirectory() as name:
    ours_to_theirs(pathlib.Path(name))
    theirs_to_ours(pathlib.Path(name))
    if has_feature("parquet"):
        parquet(pathlib.Path(name))
    if has_feature("sqlite"):
        sqlite(pathlib.Path(name))
others = ", ".join(f"{module.__name__} {module.__version__}" for module in (nx, igraph, rx, duckdb, pyarrow))
others += f", GDAL {pyogrio.__gdal_version_string__}, sqlite3 {sqlite3.sqlite_version}"
print(f"{len(CHECKED)} exchanges with {others}, fastkml, pydot and pandas: all alike")
