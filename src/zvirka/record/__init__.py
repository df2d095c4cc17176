"""The case on disk: objects kept unchanged, a hash-chained log, derived tables that can be rebuilt."""

from zvirka.record.record import Record

__all__ = ["Record"]
