"""Build hook: compiles the packs into the package and puts the demonstration case into the wheel.

Run as a script (`python hatch_build.py`, which is what `make packs` does) it only compiles the packs.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DEMONSTRATION = "kharkiv-2022"


def compile_packs(root: Path) -> list[Path]:
    """Compile `root/packs` into `root/src/zvirka/ground/compiled` and return the files written.

    Raises what the compiler raises for a pack that cannot be read: a build never ships half a pack.
    """
    sys.path.insert(0, str(root / "src"))
    try:
        compiler = importlib.import_module("zvirka.ground.compile")
    finally:
        sys.path.pop(0)
    written: list[Path] = compiler.compile_packs(root / "packs", root / "src" / "zvirka" / "ground" / "compiled")
    return written


class PacksHook(BuildHookInterface[BuilderConfig]):
    """Compiles the packs before each build; adds `cases/kharkiv-2022` to wheels as `zvirka/_cases/kharkiv-2022`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling: `version` is "standard" or "editable", `build_data` is changed in place."""
        root = Path(self.root)
        compile_packs(root)
        case = root / "cases" / DEMONSTRATION
        if self.target_name == "wheel" and version == "standard" and case.is_dir():
            build_data["force_include"][str(case)] = f"zvirka/_cases/{DEMONSTRATION}"


if __name__ == "__main__":
    try:
        compile_packs(Path(__file__).resolve().parent)
    except Exception as error:
        if not hasattr(error, "remedy"):  # zvirka's own errors say all there is to say in one line
            raise
        sys.exit(str(error))
