"""The words: frozen dataclasses, errors, ports and canonical JSON. Imports the standard library only."""
