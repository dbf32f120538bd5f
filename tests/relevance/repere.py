"""Repère on a library for as long as a measurement lasts: indexed, answering on a Unix socket, ended."""
import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse


class Failure(Exception):
    """A whole sentence for who runs the measurement."""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Client:
    """One connection that stays open; ADDRESS is unix:/path or host:port."""

    def __init__(self, address):
        self.connection = UnixConnection(address[5:]) if address.startswith("unix:") else http.client.HTTPConnection(address)

    def search(self, text, lang, limit=100, passages=0, **more):
        parameters = {"q": text, "lang": lang, "limit": limit, "passages": passages, **more}
        self.connection.request("GET", "/v1/search?" + urllib.parse.urlencode(parameters))
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise Failure(f"Asked {text!r}, the daemon answers with status {answer.status}: {body[:300]!r}.")
        return json.loads(body)

    def close(self):
        self.connection.close()


class Daemon:
    """with Daemon(build, records, files, vocabularies, folder) as daemon: daemon.client.search(...)

    The index goes to FOLDER and is brought up to date there if it is one already. VOCABULARIES are folders, whose *.rdf are
    all taken. The socket lies in a temporary folder: its path may not be long."""

    def __init__(self, build, records, files, vocabularies, folder):
        self.build, self.records, self.files, self.vocabularies = build, records, files, vocabularies
        self.folder, self.own = folder, tempfile.mkdtemp(prefix="repere-")
        self.address = f"unix:{self.own}/socket"
        self.process = self.client = None

    def configure(self):
        os.makedirs(os.path.join(self.folder, "vocabularies"), exist_ok=True)
        for source in self.vocabularies:
            for name in sorted(os.listdir(source)):
                link = os.path.join(self.folder, "vocabularies", name)
                if name.endswith(".rdf") and not os.path.lexists(link):
                    os.symlink(os.path.realpath(os.path.join(source, name)), link)
        conf = os.path.join(self.folder, "repere.conf")
        with open(conf, "w", encoding="utf-8") as out:
            out.write(f"[library]\nrecords={os.path.realpath(self.records)}\nfiles={os.path.realpath(self.files)}\n"
                      f"vocabularies=vocabularies\nindex=index\n[indexer]\nocr=off\n"
                      f"[searchd]\nlisten={self.address}\ncache-mb=0\n")
        return conf

    def __enter__(self):
        try:
            conf = self.configure()
            run = subprocess.run([f"{self.build}/repere-indexer", "-q", "-c", conf, "update"], stderr=subprocess.PIPE,
                                 check=False)
            if run.returncode not in (0, 65):
                raise Failure(f"Indexing {self.records} failed: {run.stderr.decode(errors='replace')}")
            with open(os.path.join(self.folder, "searchd.log"), "wb") as log:
                self.process = subprocess.Popen([f"{self.build}/repere-searchd", "-c", conf], stderr=log)
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self):
        end = time.monotonic() + 60
        while True:
            self.client = Client(self.address)
            try:
                self.client.search("", "en", limit=0)
                return
            except (OSError, http.client.HTTPException, Failure) as error:
                self.client.close()
                if self.process.poll() is not None or time.monotonic() > end:
                    with open(os.path.join(self.folder, "searchd.log"), encoding="utf-8") as log:
                        raise Failure(f"repere-searchd on {self.records} does not answer: {log.read() or error}") from error
                time.sleep(0.05)

    def __exit__(self, *_):
        if self.client:
            self.client.close()
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.own, ignore_errors=True)
