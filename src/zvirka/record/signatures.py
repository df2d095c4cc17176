"""Signs checkpoints with an SSH key (`ssh-keygen -Y`, OpenSSH 8.1 or newer) and checks such signatures.

The program rather than a library signs, so that keys in an agent, with a passphrase or on a security key work as they do elsewhere,
and whoever checks years later needs only OpenSSH. The format is OpenSSH's PROTOCOL.sshsig.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from zvirka.model.errors import CaseError
from zvirka.record.disk import write_whole

NAMESPACE = "zvirka-checkpoint"
"""What the signature is for (PROTOCOL.sshsig: a signature for one purpose is none for another)."""
SIGNERS = "allowed_signers"
"""Whose keys sign (ssh-keygen(1), ALLOWED SIGNERS). It lies beside the signatures: compare the keys with what their owners give out."""
_SECONDS = 120
"""How long a person may take to type the passphrase or touch the key."""


def sign(path: Path, key: Path, signer: str) -> Path:
    """Signs a file; `path`.sig and the line of `signer` in allowed_signers lie beside it afterwards. Raises CaseError.

    key: the private key, or the public one where an agent holds the private. A signature by it that holds stays as it is: the log
    may hold its digest. One by somebody else would be lost: ask `signed_by_another` first.
    """
    program = _needed(path)
    public = _public(program, key)
    signature = path.with_name(path.name + ".sig")
    _allow(path.with_name(SIGNERS), signer, public)
    if signature.exists() and _signed_by(program, path, signer, public):
        return signature
    done = _run([program, "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE], path.read_bytes())
    if done.returncode or not done.stdout:
        raise CaseError(
            f"cannot sign: {_last_line(done)}",
            file=key.name,
            remedy="Name an SSH key that you can use here, with --key.",
        )
    write_whole(signature, done.stdout)
    return signature


def signed_by_another(path: Path, key: Path, signer: str) -> bool:
    """Whether a signature that holds lies beside a file and is not by this key. Raises CaseError."""
    if standing_signature(path) is None:
        return False
    program = _needed(path)
    return not _signed_by(program, path, signer, _public(program, key))


def _signed_by(program: str, path: Path, signer: str, public: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        trusted = Path(folder) / SIGNERS
        trusted.write_text(_line(signer, public) + "\n", encoding="utf-8")
        args = ["-Y", "verify", "-f", str(trusted), "-I", signer, "-n", NAMESPACE, "-s", str(path) + ".sig"]
        return _run([program, *args], path.read_bytes()).returncode == 0


def signature_problem(path: Path) -> tuple[str | None, str | None]:
    """(problem, note) of `path`.sig: a problem where it does not hold, a note of who signed, or of why that can't be told here."""
    signature, signers = path.with_name(path.name + ".sig"), path.with_name(SIGNERS)
    name = f"checkpoints/{signature.name}"
    program = _program()
    if program is None:
        return None, f"{name}: not checked, ssh-keygen is missing on this machine"
    found = _run([program, "-Y", "find-principals", "-s", str(signature), "-f", str(signers)])
    signer = found.stdout.decode("utf-8", "replace").strip().splitlines()
    if found.returncode or not signer:
        return f"{name}: is signed by nobody that checkpoints/{SIGNERS} names", None
    args = ["-Y", "verify", "-f", str(signers), "-I", signer[0], "-n", NAMESPACE, "-s", str(signature)]
    done = _run([program, *args], path.read_bytes())
    if done.returncode:
        return f"{name}: the signature does not hold", None
    return None, f"{name}: {done.stdout.decode('utf-8', 'replace').strip()}"


def standing_signature(path: Path) -> Path | None:
    """`path`.sig where it lies there and nothing speaks against it."""
    signature = path.with_name(path.name + ".sig")
    return signature if signature.exists() and signature_problem(path)[0] is None else None


def _needed(path: Path) -> str:
    program = _program()
    if program is None:
        raise CaseError("ssh-keygen is missing", file=path.name, remedy="Install OpenSSH 8.1 or newer.")
    return program


def _program() -> str | None:
    return shutil.which("ssh-keygen")


def _run(command: list[str], given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a fixed program, no shell; files of the case as arguments
        command, input=given, capture_output=True, timeout=_SECONDS, check=False
    )


def _public(program: str, key: Path) -> str:
    beside = key if key.suffix == ".pub" else key.with_name(key.name + ".pub")
    if beside.exists():
        text = beside.read_text(encoding="utf-8")
    else:
        done = _run([program, "-y", "-P", "", "-f", str(key)])
        if done.returncode:
            raise CaseError(
                f"is no SSH key that can be used: {_last_line(done)}",
                file=key.name,
                remedy="Name the private key; its public half (.pub) must lie beside it where it has a passphrase.",
            )
        text = done.stdout.decode("utf-8")
    return " ".join(text.split()[:2])


def _allow(signers: Path, signer: str, public: str) -> None:
    line = _line(signer, public)
    before = signers.read_text(encoding="utf-8").splitlines() if signers.exists() else []
    if line not in before:
        write_whole(signers, ("\n".join([*before, line]) + "\n").encode("utf-8"))


def _line(signer: str, public: str) -> str:
    return f'{signer} namespaces="{NAMESPACE}" {public}'


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    return said[-1] if said else f"ssh-keygen ended with {done.returncode}"


def checked_signer(name: str) -> str:
    """A name that can stand in allowed_signers. Raises CaseError where it cannot."""
    if not name or any(sign.isspace() or sign in '",*?!#' for sign in name):
        raise CaseError(
            "cannot name a signer", value=name, remedy="Use letters, digits, @ and dots, as in maria@desk.example."
        )
    return name
