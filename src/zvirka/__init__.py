"""Zvirka turns a heap of contested war reports into an account that can be printed."""

__version__ = "0.1.0"
