"""imagehash's perceptual hash over a folder of pictures, in an environment of its own; needs nothing but that peer.

    python bench/pictures_peer.py FOLDER > answered.json

FOLDER: photo-*.jpg, those indexed, and asked-*.jpg. Answered: {"version", "indexed_per_s",
"bits": [[of 64 that differ from each photo, …], …]}.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import sys
import time
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    """Prints the answer."""
    peer: Any = importlib.import_module("imagehash")
    opener: Any = importlib.import_module("PIL.Image")
    photos = sorted(folder.glob("photo-*.jpg"))
    began = time.process_time()
    hashes = [peer.phash(opener.open(path)) for path in photos]
    seconds = time.process_time() - began
    asked = [peer.phash(opener.open(path)) for path in sorted(folder.glob("asked-*.jpg"))]
    bits = [[int(each - other) for other in hashes] for each in asked]
    version = importlib.metadata.version("imagehash")
    print(json.dumps({"version": version, "indexed_per_s": len(photos) / seconds, "bits": bits}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
