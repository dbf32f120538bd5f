"""An OAI-PMH 2.0 provider on loopback that misbehaves as it is told, for harvest.sh.

    provider.py FOLDER

Prints its port. What stands at /NAME is said by FOLDER/NAME.json, which is read anew for each request:

    records      list of {id, stamp, title, deleted, bare, set}; stamp as 2024-01-01T00:00:00Z
    page         records a page (default 3)
    now          its clock (default 2024-06-01T00:00:00Z)
    granularity  default YYYY-MM-DDThh:mm:ssZ; with YYYY-MM-DD, a `from` with a time is badArgument, as it should be
    policy       deletedRecord (default persistent)
    faults       {"N": WHAT}: what it does to its ListRecords request number N (from 1), or to all others ("*")
    identify     WHAT it does to Identify
    size         completeListSize, where it should not be the truth

FOLDER/NAME.log has a line for each request: its query. A token is the place in the list, and what it was asked.
"""
import email.utils
import gzip
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape, quoteattr

FOLDER = sys.argv[1]
OAI = "http://www.openarchives.org/OAI/2.0/"
LOCK = threading.Lock()


def log(name, query):
    """Notes the request; returns its number among those for ListRecords."""
    with LOCK, open(os.path.join(FOLDER, name + ".log"), "a+", encoding="utf-8") as file:
        file.write(urllib.parse.unquote_plus(query) + "\n")
        file.flush()
        file.seek(0)
        return sum("verb=ListRecords" in line for line in file)


def record_xml(record):
    status = ' status="deleted"' if record.get("deleted") else ""
    head = f'<header{status}><identifier>{escape(record["id"])}</identifier><datestamp>{record["stamp"]}</datestamp></header>'
    if record.get("deleted") or record.get("bare"):
        return f"<record>{head}</record>\n"
    title = escape(record.get("title", "A title of " + record["id"]))
    return (
        f'<record>{head}<metadata><oai_dc:dc xmlns:oai_dc="{OAI}oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>en</dc:language><dc:date>2020</dc:date></oai_dc:dc></metadata></record>\n"
    )


def envelope(scene, inside, attributes=""):
    now = scene.get("now", "2024-06-01T00:00:00Z")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}"><responseDate>{now}</responseDate>'
        f"<request{attributes}>http://x</request>{inside}</OAI-PMH>\n"
    )


def error(scene, code, text):
    return envelope(scene, f"<error code={quoteattr(code)}>{escape(text)}</error>")


def identify(scene):
    return envelope(
        scene,
        "<Identify><repositoryName>Provider &amp; test</repositoryName><baseURL>http://x</baseURL>"
        f"<protocolVersion>{scene.get('version', '2.0')}</protocolVersion><adminEmail>a@x.org</adminEmail>"
        "<earliestDatestamp>2000-01-01</earliestDatestamp>"
        f"<deletedRecord>{scene.get('policy', 'persistent')}</deletedRecord>"
        f"<granularity>{scene.get('granularity', 'YYYY-MM-DDThh:mm:ssZ')}</granularity></Identify>",
    )


def list_records(scene, asked, what):
    """One page. `what` is the fault in force, or None."""
    start, since, spec = 0, asked.get("from", ""), asked.get("set", "")
    if "resumptionToken" in asked:
        if what == "bad-token":
            return error(scene, "badResumptionToken", "The token has expired")
        start, since, spec = json.loads(asked["resumptionToken"])[:3]
    elif asked.get("metadataPrefix") != "oai_dc":
        return error(scene, "badArgument", "metadataPrefix is missing")
    if len(since) > 10 and scene.get("granularity") == "YYYY-MM-DD":
        return error(scene, "badArgument", "from has the wrong granularity")
    size = scene.get("page", 3)
    records = [r for r in scene["records"] if r["stamp"][: len(since)] >= since and spec in ("", r.get("set", ""))]
    if not records:
        return error(scene, "noRecordsMatch", "Nothing there")
    if what == "repeat":
        start = max(start - size, 0)
    shown = "".join(record_xml(r) for r in records[start : start + size])
    after = start + size
    token = "<resumptionToken/>" if start else ""
    if after < len(records) or what in ("endless", "same-token"):
        if what == "endless":
            after = 0
        mark = time.time_ns() if what == "endless" else "&<é+ %"
        value = json.dumps([0, since, spec, "same"] if what == "same-token" else [after, since, spec, mark], ensure_ascii=False)
        token = (
            f'<resumptionToken completeListSize="{scene.get("size", len(records))}" cursor="{start}">'
            f" {escape(value)}\n</resumptionToken>"
        )
    return envelope(scene, f"<ListRecords>{shown}{token}</ListRecords>", ' verb="ListRecords"')


def hostile(body, what):
    if what == "laughs":
        laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        return body.replace("?>\n", "?>\n" + laughs, 1).replace("A title", "&c; title")
    if what == "external":
        outside = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        return body.replace("?>\n", "?>\n" + outside, 1).replace("A title", "&e; title")
    return body


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format, *arguments):
        pass

    def answer(self, status, body, kind="text/xml; charset=UTF-8", headers=(), length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def fail(self, what):
        """A fault that needs no reply to spoil. FALSE where `what` is none of these."""
        kind, _, after = what.partition(":")
        if kind in ("404", "403", "429", "500", "503"):
            if after == "date":
                after = email.utils.formatdate(time.time() + 1.6, usegmt=True)
            self.answer(int(kind), b"<html><p>No.</p></html>", "text/html", [("Retry-After", after)] if after else ())
        elif kind == "silence":
            self.close_connection = True
        elif kind == "html":
            self.answer(200, b"<!DOCTYPE html><html><title>Welcome</title></html>", "text/html")
        elif kind == "empty":
            self.answer(200, b"")
        elif kind == "loop":
            self.answer(302, b"", headers=[("Location", self.path)])
        elif kind == "to-file":
            self.answer(302, b"", headers=[("Location", "file:///etc/passwd")])
        elif kind == "huge":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                self.wfile.write(b"<OAI-PMH>")
                while True:
                    self.wfile.write(b"<a>" * 65536)
            except OSError:
                pass
        elif kind == "bomb":
            self.answer(200, gzip.compress(b" " * (40 << 20)), headers=[("Content-Encoding", "gzip")])
        else:
            return False
        return True

    def spoil(self, body, what):
        raw = hostile(body, what).encode()
        if what == "cut":
            self.answer(200, raw[: len(raw) // 2], length=len(raw))
            self.close_connection = True
        elif what == "truncate":
            self.answer(200, raw[: len(raw) * 2 // 3])
        elif what == "latin":
            self.answer(200, raw.replace(b"A title", b"R\xe9int\xe9gration &#11;\x0b\xc3\xa9t\xc3\xa9"))
        elif what == "gzip":
            self.answer(200, gzip.compress(raw), headers=[("Content-Encoding", "gzip")])
        elif what == "plain-type":
            self.answer(200, raw, "application/octet-stream")
        elif what == "status-400":
            self.answer(400, raw)
        elif what == "drip":
            self.answer(200, b"", length=len(raw))
            try:
                for byte in raw:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.2)
            except OSError:
                self.close_connection = True
        else:
            self.answer(200, raw)

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        name = address.path.strip("/")
        try:
            with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
                scene = json.load(file)
        except OSError:
            self.answer(404, b"nothing here", "text/plain")
            return
        number = log(name, address.query)
        asked = dict(urllib.parse.parse_qsl(address.query))
        if "moved" in scene:
            self.answer(301, b"", headers=[("Location", f"/{scene['moved']}?{address.query}")])
            return
        if asked.get("verb") == "Identify":
            what = scene.get("identify", "")
            body = identify(scene)
        elif asked.get("verb") == "ListRecords":
            faults = scene.get("faults", {})
            what = faults.get(str(number), faults.get("*", ""))
            if what == "bad-token" and "resumptionToken" not in asked:
                what = ""
            body = list_records(scene, asked, what)
        else:
            what, body = "", error(scene, "badVerb", "No such verb")
        what, _, code = what.partition("=")
        if what == "error":
            body = error(scene, code, "So it is")
        if not self.fail(what):
            self.spoil(body, what)


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a client may go when it likes
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
