"""Every dependency has its reason, is used, and is pinned by hash without naming a host."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
DATA_ONLY = {"tzdata"}
"""Distributions that another library reads and no code imports."""


def names(requirements: list[str]) -> set[str]:
    """The bare names of requirements like "shapely>=2.0.4"."""
    return {re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower() for requirement in requirements}


_PROJECT = tomllib.loads(PYPROJECT)["project"]
EXTRAS = {name for listed in _PROJECT["optional-dependencies"].values() for name in names(listed)}
RUNTIME = names(_PROJECT["dependencies"]) | EXTRAS
OF_PLUGINS = {name for extra in ("llm", "spacy") for name in names(_PROJECT["optional-dependencies"][extra])}
DEVELOPMENT = names(tomllib.loads(PYPROJECT)["dependency-groups"]["dev"])


def imported(package: Path) -> set[str]:
    """Distributions that the code of `package` imports from, anywhere in it."""
    modules: set[str] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    providers = packages_distributions()
    found = {
        re.sub(r"[-_.]+", "-", name).lower() for module in modules for name in providers.get(module, ())
    }  # PEP 503
    return found - {"zvirka"}


def test_the_code_imports_what_it_depends_on_and_nothing_else() -> None:
    """No dependency that nobody uses, no library that is there by chance."""
    assert imported(ROOT / "src") | DATA_ONLY == RUNTIME


def test_only_plugins_import_what_they_alone_need() -> None:
    """Without their extras everything else works."""
    packages = [each for each in (ROOT / "src" / "zvirka").iterdir() if each.is_dir() and each.name != "plugins"]
    assert not set().union(*(imported(each) for each in packages)) & OF_PLUGINS


@pytest.mark.parametrize("name", sorted(RUNTIME | DEVELOPMENT))
def test_every_dependency_has_its_reason_beside_it(name: str) -> None:
    """A comment on its line in pyproject.toml."""
    assert re.search(rf'^    "{re.escape(name)}[^"]*", +# \w+', PYPROJECT, re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(RUNTIME | DEVELOPMENT))
def test_every_dependency_is_locked(name: str) -> None:
    """One that is missing would be resolved anew on each machine."""
    assert re.search(rf"^{re.escape(name)}==", LOCK, re.MULTILINE | re.IGNORECASE)


def test_every_locked_package_has_hashes_and_no_address() -> None:
    """A lock that names a host, a folder or an index would only work where it was made."""
    entries = [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]
    assert all(re.fullmatch(r"[a-z0-9._-]+==\S+( ; .+)? \\", entry) for entry in entries)
    assert LOCK.count("--hash=sha256:") >= len(entries)
    assert not re.search(r"://|--(extra-)?index|--find-links|file:", LOCK)
