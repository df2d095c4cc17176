"""Gold sets and the scorers that hold the figures of gate/floors.json."""
