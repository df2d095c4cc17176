"""The layers: who may import whom, and the proof that each contract bites."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "zvirka"

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "ground": {"model"},
    "confine": {"model"},
    "capture": {"model", "ground", "confine"},
    "extract": {"model", "ground"},
    "observe": {"model", "ground", "confine"},
    "reconcile": {"model", "ground"},
    "publish": {"model", "ground"},
    "record": {"model"},
    "engine": {"model"},
    "plugins": {"model", "ground"},
    "cli": {"model", "pipeline"},
}
MAY_IMPORT["pipeline"] = set(MAY_IMPORT) - {"cli", "plugins"}
STAGES = ("capture", "extract", "observe", "reconcile", "publish")
NOT_PACKAGES = {"__init__", "__main__", "_cases", "__pycache__", "py"}


def lint(source: Path) -> tuple[int, str]:
    """Run import-linter with the project's contracts over `source/zvirka`; its exit code and report."""
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(source), "COLUMNS": "400", "NO_COLOR": "1"}
    run = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def plant(package: Path, name: str, imported: Iterable[str]) -> None:
    """Write into package `name` of the copy a module that imports each of the packages `imported`."""
    lines = "".join(f"\nimport zvirka.{other}" for other in sorted(imported))
    module = package / name / "planted.py"
    if not module.parent.is_dir():
        module = package / f"{name}.py"
    module.write_text((module.read_text("utf-8") if module.exists() else "") + lines + "\n", "utf-8")


def copy_package(to: Path) -> Path:
    """A copy of the package under `to`, without compiled files; returns the copy."""
    return Path(shutil.copytree(PACKAGE, to / "zvirka", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(scope="module")
def planted_report(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """The linter's report on a copy in which every package imports everything it may not."""
    source = tmp_path_factory.mktemp("planted")
    package = copy_package(source)
    for name, allowed in MAY_IMPORT.items():
        plant(package, name, set(MAY_IMPORT) - allowed - {name})
    return lint(source)


def details_of(report: str, contract: str) -> str:
    """The part of a report that lists what breaks the contract named `contract`."""
    sections = re.split(r"\n(?=[^\n]+\n-{3,}\n)", report)
    return "\n".join(section for section in sections if section.strip().startswith(contract))


def names_of_contracts() -> dict[str, str]:
    """The name of each contract in pyproject.toml by its id."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in contracts}


def test_every_package_is_in_the_table() -> None:
    """A package nobody has put into the table could import anything, so there is none."""
    there = {path.stem for path in PACKAGE.iterdir()} - NOT_PACKAGES
    assert there == set(MAY_IMPORT)


def test_the_package_keeps_every_contract() -> None:
    """The package as it is keeps the layers."""
    code, report = lint(ROOT / "src")
    assert code == 0, report


def test_the_contracts_allow_what_the_table_allows(tmp_path: Path) -> None:
    """Importing everything that the table allows breaks no contract."""
    package = copy_package(tmp_path)
    for name, allowed in MAY_IMPORT.items():
        plant(package, name, allowed)
    code, report = lint(tmp_path)
    assert code == 0, report


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_a_forbidden_import_breaks_its_contract(name: str, planted_report: tuple[int, str]) -> None:
    """The contract of each package names every single import that the table forbids."""
    code, report = planted_report
    assert code == 1, report
    details = details_of(report, names_of_contracts()[name])
    for other in set(MAY_IMPORT) - MAY_IMPORT[name] - {name}:
        assert re.search(rf"zvirka\.{name}(\.planted)? -> zvirka\.{other} \(l\.", details), (name, other, details)


@pytest.mark.parametrize("importing", STAGES)
@pytest.mark.parametrize("imported", STAGES)
def test_stages_are_independent(importing: str, imported: str, planted_report: tuple[int, str]) -> None:
    """The contract of the stages names every import of one stage by another."""
    if importing != imported:
        details = details_of(planted_report[1], names_of_contracts()["stages"])
        assert f"zvirka.{importing}.planted -> zvirka.{imported} (l." in details


def nodes_that_run(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING:`, which only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for other in node.orelse:
                yield from (other, *nodes_that_run(other))
        else:
            yield from (node, *nodes_that_run(node))


def outside_imports(package: Path) -> set[str]:
    """Top-level names of everything that the modules of `package` import when run, relative imports left out."""
    found: set[str] = set()
    for path in package.rglob("*.py"):
        for node in nodes_that_run(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def test_the_model_imports_only_the_standard_library() -> None:
    """The words need nothing installed."""
    assert outside_imports(PACKAGE / "model") - {"zvirka"} <= sys.stdlib_module_names


def test_an_outside_import_in_the_model_is_seen(tmp_path: Path) -> None:
    """The check above sees a library planted into the model, also inside a function."""
    copy = copy_package(tmp_path)
    (copy / "model" / "planted.py").write_text(
        "def f():\n    from pyarrow import compute\n    return compute\n", "utf-8"
    )
    assert outside_imports(copy / "model") - {"zvirka"} - sys.stdlib_module_names == {"pyarrow"}
