"""Aggregated answers by crowd-kit, in an environment of its own; needs nothing but that peer.

    python bench/truth_peer.py < asked.json > answered.json

Asked: {"sets": {name: [[thing, source, value], …]}}. Answered: {"version", "told": {name: {method: {thing: value}}}}.
Methods are those that take any labels: majority vote, Wawa (workers weighed by agreement with the vote) and zero-based skill, as they come.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import sys
from typing import Any

METHODS = ("MajorityVote", "Wawa", "ZeroBasedSkill")


def main() -> None:
    """Answers what is asked on standard input."""
    asked = json.load(sys.stdin)
    pandas: Any = importlib.import_module("pandas")
    peer: Any = importlib.import_module("crowdkit.aggregation")
    told: dict[str, dict[str, dict[str, str]]] = {}
    for name, rows in asked["sets"].items():
        table = pandas.DataFrame(rows, columns=["task", "worker", "label"])
        told[name] = {}
        for method in METHODS:
            found = getattr(peer, method)().fit_predict(table)
            told[name][method] = {str(task): str(label) for task, label in found.items()}
    json.dump({"version": importlib.metadata.version("crowd-kit"), "told": told}, sys.stdout)


if __name__ == "__main__":
    main()
