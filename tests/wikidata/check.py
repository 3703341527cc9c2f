"""Runs the queries of sistergraph on an independent SPARQL engine.

The entities of tests/fixtures/wikidata/dump.json are written as RDF after Wikidata's own model, loaded into Oxigraph, and asked
by our queries: saved answers in JSON, CSV and TSV, and `fetch` over HTTP where the program has it, come to the same data set as the
entities themselves.

Usage: check.py target/debug/sistergraph
"""

import csv
import http.server
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import pyoxigraph as ox

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
FIXTURE = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "wikidata" / "dump.json"
ENTITY = "http://www.wikidata.org/entity/"
PROP = "http://www.wikidata.org/prop/"
ONTOLOGY = "http://wikiba.se/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"


class Rdf:
    """Triples of entities: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format."""

    def __init__(self):
        self.store = ox.Store()
        self.values = 0

    def add(self, s, p, o):
        self.store.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o))

    def value(self, snak):
        """The simple value of a snak and, if it is a time, the node of its full value."""
        if snak["snaktype"] == "somevalue":
            self.values += 1
            return ox.NamedNode(f"http://www.wikidata.org/.well-known/genid/{self.values:032x}"), None
        value = snak["datavalue"]["value"]
        if isinstance(value, str):
            return (ox.NamedNode(value) if value.startswith("http") else ox.Literal(value)), None
        if "numeric-id" in value or "id" in value:
            return ox.NamedNode(ENTITY + value.get("id", f"Q{value.get('numeric-id')}")), None
        if "latitude" in value:
            globe = "" if value["globe"].endswith("/Q2") else f"<{value['globe']}> "
            point = f"{globe}Point({value['longitude']} {value['latitude']})"
            return ox.Literal(point, datatype=ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")), None
        if "amount" in value:
            return ox.Literal(value["amount"], datatype=ox.NamedNode(XSD + "decimal")), None
        # In a time, zeros for unknown parts become ones, and the year has four digits.
        year, month, day = value["time"][1:11].split("-") if len(value["time"]) < 22 else value["time"][8:18].split("-")
        text = f"{year}-{month.replace('00', '01')}-{day.replace('00', '01')}T00:00:00Z"
        self.values += 1
        node = f"http://www.wikidata.org/value/{self.values:032x}"
        moment = ox.Literal(text, datatype=ox.NamedNode(XSD + "dateTime"))
        self.add(node, ONTOLOGY + "timeValue", moment)
        precision = ox.Literal(str(value["precision"]), datatype=ox.NamedNode(XSD + "integer"))
        self.add(node, ONTOLOGY + "timePrecision", precision)
        return moment, ox.NamedNode(node)

    def snak(self, subject, kind, property, snak):
        if snak["snaktype"] == "novalue":
            return
        simple, full = self.value(snak)
        self.add(subject, f"{PROP}{kind}/{property}", simple)
        if full:
            self.add(subject, f"{PROP}{kind}/value/{property}", full)

    def entity(self, entity):
        item = ENTITY + entity["id"]
        for language, label in (entity["labels"] or {}).items():
            self.add(item, "http://www.w3.org/2000/01/rdf-schema#label", ox.Literal(label["value"], language=language))
        for language, aliases in (entity["aliases"] or {}).items():
            for alias in aliases:
                text = ox.Literal(alias["value"], language=language)
                self.add(item, "http://www.w3.org/2004/02/skos/core#altLabel", text)
        for property, statements in (entity["claims"] or {}).items():
            ranks = [statement.get("rank", "normal") for statement in statements]
            best = "preferred" if "preferred" in ranks else "normal"
            for number, statement in enumerate(statements):
                id = statement.get("id", f"{entity['id']}${property}-{number}")
                node = f"{ENTITY}statement/{id.replace('$', '-')}"
                self.add(item, PROP + property, ox.NamedNode(node))
                rank = ranks[number]
                self.add(node, ONTOLOGY + "rank", ox.NamedNode(f"{ONTOLOGY}{rank.capitalize()}Rank"))
                self.snak(node, "statement", property, statement["mainsnak"])
                if rank == best:
                    self.snak(item, "direct", property, statement["mainsnak"])
                for qualifier, snaks in (statement.get("qualifiers") or {}).items():
                    for snak in snaks:
                        self.snak(node, "qualifier", qualifier, snak)
                for at, reference in enumerate(statement.get("references", [])):
                    # Equal references share a node, but the references in this file are all different.
                    ref = f"http://www.wikidata.org/reference/{entity['id']}{property}{number}{at}"
                    self.add(node, "http://www.w3.org/ns/prov#wasDerivedFrom", ox.NamedNode(ref))
                    for used, snaks in reference["snaks"].items():
                        for snak in snaks:
                            self.snak(ref, "reference", used, snak)


def run(*words, cwd=None):
    done = subprocess.run([PROGRAM, *map(str, words)], cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{words}: {done.stderr}")
    return done.stdout


def data_set(folder, *words):
    """All rows of a data set, with its places sorted."""
    out = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "x.json"
    run(*words, "export", "-o", out, "-q")
    data = json.loads(out.read_text(encoding="utf-8"))
    return data["cities"], data["partnerships"]


def main():
    rdf = Rdf()
    for entity in json.loads(FIXTURE.read_text(encoding="utf-8")):
        rdf.entity(entity)

    def answer(query, format):
        out = io.BytesIO()
        rdf.store.query(query).serialize(out, format)
        return out.getvalue()

    class Service(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            body = answer(form["query"][0], ox.QueryResultsFormat.JSON)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    formats = {"json": ox.QueryResultsFormat.JSON, "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        expected = data_set(folder, "--data", FIXTURE)
        queries = {which: run("fetch", "wikidata", f"--print-query={which}") for which in ("statements", "places")}
        of_country = {
            which: run("fetch", "wikidata", "US", "FR", f"--print-query={which}") for which in ("statements", "places")
        }
        for name, format in formats.items():
            files = {which: folder / f"{which}.{name}" for which in queries}
            for which, file in files.items():
                file.write_bytes(answer(queries[which], format))
            found = data_set(folder, "--data", files["places"], "--links", files["statements"])
            assert found == expected, (name, found, expected)
            # For two countries, the claims with an end in one of them.
            for which, file in files.items():
                file.write_bytes(answer(of_country[which], format))
            _, rows = data_set(folder, "--data", files["places"], "--links", files["statements"])
            inside = {"Q65", "Q99", "US-CA", "Q90"}
            wanted = [row for row in expected[1] if {row["a"], row["b"]} & inside]
            assert rows == wanted, (name, rows, wanted)

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/sparql"
        words = ["fetch", "wikidata", "-o", folder / "all", "--contact", "check@example.org", "--endpoint", url]
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if "without the feature `net`" in done.stderr:
            print("note: this program was built without the feature net; nothing is fetched")
        else:
            assert done.returncode == 0, done.stderr
            places, rows = data_set(folder, "--data", folder / "all")
            assert (places, rows) == expected, (places, rows, expected)
        server.shutdown()
    print("our queries come to the same data set as the entities")


main()
