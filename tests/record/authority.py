"""A time-stamp authority of one's own: a root, a stamping certificate, and openssl to answer (openssl-ts(1))."""

from __future__ import annotations

import datetime
import hashlib
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
    """Stamps requests. root: its root certificate, PEM. chain: certificates between the root and its own. on: the first day of its
    certificates (they last ten years), else yesterday."""

    def __init__(
        self, folder: Path, name: str = "Own root", chain: int = 0, on: datetime.datetime | None = None
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        root_key = ec.generate_private_key(ec.SECP256R1())
        root = _certificate(name, name, root_key, root_key, authority=True, on=on)
        above, above_key, self.chain = name, root_key, list[x509.Certificate]()
        for number in range(chain):
            between = ec.generate_private_key(ec.SECP256R1())
            self.chain.append(_certificate(f"Between {number}", above, between, above_key, authority=True, on=on))
            above, above_key = f"Between {number}", between
        key = ec.generate_private_key(ec.SECP256R1())
        own = _certificate("Own stamps", above, key, above_key, authority=False, on=on)
        self.own, self._key = own, key
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

    def stamp(self, data: bytes, at: datetime.datetime, certificates: list[x509.Certificate] | None = None) -> bytes:
        """An answer that stamps data as at a moment, its certificates (else its own and the chain) in the order given; without openssl,
        which knows no moment but now. RFC 3161, section 2.4.2; RFC 5652, section 5; RFC 5816."""
        imprint = _der(0x30, _der(0x30, _SHA256), _der(0x04, hashlib.sha256(data).digest()))
        when = _der(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())
        info = _der(0x30, _der(0x02, b"\1"), _oid(b"\x2a\x03\x04\x01"), imprint, _der(0x02, b"\1"), when)
        own = self.own.public_bytes(serialization.Encoding.DER)
        id_of = _der(0x30, _der(0x30, _der(0x30, _der(0x04, hashlib.sha256(own).digest()))))
        attributes = sorted(
            (
                _der(0x30, _oid(_PKCS9 + b"\x03"), _der(0x31, _oid(_TST_INFO))),
                _der(0x30, _oid(_PKCS9 + b"\x04"), _der(0x31, _der(0x04, hashlib.sha256(info).digest()))),
                _der(0x30, _oid(_PKCS9 + b"\x10\x02\x2f"), _der(0x31, id_of)),
            )
        )
        signature = self._key.sign(_der(0x31, *attributes), ec.ECDSA(hashes.SHA256()))
        serial = self.own.serial_number
        issuer = _der(0x30, self.own.issuer.public_bytes(), _der(0x02, serial.to_bytes(serial.bit_length() // 8 + 1)))
        signer = (_der(0x02, b"\1"), issuer, _der(0x30, _SHA256), _der(0xA0, *attributes))
        signed_by = _der(0x30, *signer, _der(0x30, _oid(b"\x2a\x86\x48\xce\x3d\x04\x03\x02")), _der(0x04, signature))
        given = [self.own, *self.chain] if certificates is None else certificates
        held = _der(0xA0, *(each.public_bytes(serialization.Encoding.DER) for each in given))
        content = _der(0x30, _oid(_TST_INFO), _der(0xA0, _der(0x04, info)))
        whole = _der(0x30, _der(0x02, b"\3"), _der(0x31, _der(0x30, _SHA256)), content, held, _der(0x31, signed_by))
        token = _der(0x30, _oid(b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), _der(0xA0, whole))
        return _der(0x30, _der(0x30, _der(0x02, b"\0")), token)

    def answer(self, request: bytes) -> bytes:
        """The answer to a request, DER."""
        (self.folder / "q.tsq").write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "own", "-queryfile", "q.tsq"]
        command += ["-inkey", "own.key", "-signer", "own.pem", "-out", "r.tsr"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "r.tsr").read_bytes()


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def _oid(code: bytes) -> bytes:
    return _der(0x06, code)


_PKCS9 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09"
_TST_INFO = _PKCS9 + b"\x10\x01\x04"
_SHA256 = _oid(b"\x60\x86\x48\x01\x65\x03\x04\x02\x01")


def _certificate(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
    on: datetime.datetime | None = None,
) -> x509.Certificate:
    now = (on or datetime.datetime.now(datetime.UTC)) + datetime.timedelta(days=1 if on else 0)
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
