"""A time-stamp authority of one's own: a root, a stamping certificate, and openssl to answer (openssl-ts(1))."""

from __future__ import annotations

import datetime
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CONFIG = """\
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """Stamps requests. root: its root certificate, PEM. on: the first day of its certificates (they last ten years)."""

    def __init__(self, folder: Path, name: str = "Own root") -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = _certificate(name, name, root_key, root_key, authority=True)
        own = _certificate("Own stamps", name, key, root_key, authority=False)
        self.root = root.public_bytes(serialization.Encoding.PEM)
        (folder / "root.pem").write_bytes(self.root)
        (folder / "own.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
        (folder / "own.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")

    def answer(self, request: bytes) -> bytes:
        """The answer to a request, DER."""
        (self.folder / "q.tsq").write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "own", "-queryfile", "q.tsq"]
        command += ["-inkey", "own.key", "-signer", "own.pem", "-out", "r.tsr"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "r.tsr").read_bytes()


def _certificate(
    name: str, issuer: str, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(by, hashes.SHA256())


Pages = dict[str, tuple[int, dict[str, str], bytes]]
"""(status, headers, body) by path."""


@contextmanager
def serving(pages: Pages, authority: Authority | None = None) -> Iterator[int]:
    """A web server on loopback; gives its port. A POST goes to the authority."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*pages.get(self.path, (404, {}, b"gone")))

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            if authority is None:
                self._send(500, {}, b"")
            else:
                self._send(200, {"Content-Type": "application/timestamp-reply"}, authority.answer(asked))

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
