"""Counts the steps of a backtracking regular expression engine, so that growth is tested without a clock.

Python's `re` tells no steps, and seconds say nothing on a busy machine. This engine walks the tree that `re` itself parses
and tries alternatives in the order `re` does; it counts every node it tries. Compiled shortcuts of `re` (literal prefixes,
character sets) only make it faster: what is linear here is linear there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any


class TooManySteps(Exception):
    """More steps than allowed."""


class Engine:
    """One pattern over one text."""

    def __init__(self, pattern: re.Pattern[str], text: str, most: int) -> None:
        self.text, self.most, self.steps = text, most, 0
        self.flags = pattern.flags
        self.tree = list(_parser.parse(pattern.pattern, pattern.flags))

    def scan(self) -> int:
        """Steps of finding all matches one after the other."""
        at = 0
        while at <= len(self.text):
            end = next(self._walk(self.tree, 0, at), None)
            at = at + 1 if end is None or end == at else end
        return self.steps

    def _walk(self, nodes: list[Any], index: int, at: int) -> Iterator[int]:
        if index == len(nodes):
            yield at
            return
        self.steps += 1
        if self.steps > self.most:
            raise TooManySteps
        for end in self._node(nodes[index], at):
            yield from self._walk(nodes, index + 1, end)

    def _node(self, node: Any, at: int) -> Iterator[int]:
        op, value = node
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            low, high, body = value
            yield from self._repeat(list(body), low, high, at, 0, greedy=op is ops.MAX_REPEAT)
        elif op is ops.BRANCH:
            for branch in value[1]:
                if branch and branch[0][0] is ops.LITERAL and not self._starts(branch[0][1], at):
                    continue  # as `re` does, without a step
                yield from self._walk(list(branch), 0, at)
        elif op is ops.SUBPATTERN:
            yield from self._walk(list(value[3]), 0, at)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            direction, body = value
            width = body.getwidth()[1]
            start = at if direction > 0 else at - width
            found = start >= 0 and any(direction > 0 or end == at for end in self._walk(list(body), 0, start))
            if found is (op is ops.ASSERT):
                yield at
        elif op is ops.AT:
            if self._anchored(value, at):
                yield at
        elif at < len(self.text) and self._fits(op, value, self.text[at]):
            yield at + 1

    def _starts(self, code: int, at: int) -> bool:
        return at < len(self.text) and self._fits(ops.LITERAL, code, self.text[at])

    def _repeat(self, body: list[Any], low: int, high: Any, at: int, done: int, *, greedy: bool) -> Iterator[int]:
        if done >= low and not greedy:
            yield at
        if done < high:
            for end in self._walk(body, 0, at):
                if end > at or done < low:
                    yield from self._repeat(body, low, high, end, done + 1, greedy=greedy)
        if done >= low and greedy:
            yield at

    def _anchored(self, where: Any, at: int) -> bool:
        if where in (ops.AT_BOUNDARY, ops.AT_NON_BOUNDARY):
            before = at > 0 and self._is_word(self.text[at - 1])
            after = at < len(self.text) and self._is_word(self.text[at])
            return (before != after) is (where is ops.AT_BOUNDARY)
        if where in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return at == 0 or bool(self.flags & re.M and self.text[at - 1] == "\n")
        return at == len(self.text) or bool(self.flags & re.M and self.text[at] == "\n")

    @staticmethod
    def _is_word(char: str) -> bool:
        return char.isalnum() or char == "_"

    def _fits(self, op: Any, value: Any, char: str) -> bool:
        if op is ops.LITERAL:
            return chr(value) == char or bool(self.flags & re.I and chr(value).lower() == char.lower())
        if op is ops.NOT_LITERAL:
            return chr(value) != char
        if op is ops.ANY:
            return char != "\n" or bool(self.flags & re.S)
        if op is ops.IN:
            negated = value[0][0] is ops.NEGATE
            return any(self._in(*entry, char) for entry in value[negated:]) is not negated
        raise NotImplementedError(f"{op} {value}")

    def _in(self, op: Any, value: Any, char: str) -> bool:
        if op is ops.LITERAL:
            return chr(value) == char
        if op is ops.RANGE:
            return value[0] <= ord(char) <= value[1]
        kinds = {
            ops.CATEGORY_DIGIT: char.isdigit(),
            ops.CATEGORY_SPACE: char.isspace(),
            ops.CATEGORY_WORD: self._is_word(char),
            ops.CATEGORY_NOT_DIGIT: not char.isdigit(),
            ops.CATEGORY_NOT_SPACE: not char.isspace(),
            ops.CATEGORY_NOT_WORD: not self._is_word(char),
        }
        return kinds[value]


def seeds(pattern: re.Pattern[str]) -> set[str]:
    """Short strings that the pattern's own repetitions can eat, to be repeated against it."""
    found = {"a", "A", "1", " ", "\n", "(", "-", ".", ",", "'", "1 ", "1,", "a ", "A. ", ". ", "- ", "1-", "a-", "12 "}

    def walk(nodes: Any) -> str:
        text = ""
        for op, value in nodes:
            if op is ops.LITERAL:
                text += chr(value)
            elif op is ops.IN:
                text += next((char for char in "a1 A,.-'(\n" if Engine._fits(probe, op, value, char)), "")
            elif op in (ops.ANY, ops.NOT_LITERAL):
                text += "a"
            elif op is ops.BRANCH:
                branches = [walk(branch) for branch in value[1]]
                text += branches[0]
            elif op is ops.SUBPATTERN:
                text += walk(value[3])
            elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
                piece = walk(value[2])
                if value[1] is ops.MAXREPEAT or value[1] > _FEW:
                    found.add(piece)
                text += piece * max(1, value[0])
        return text

    probe = Engine(pattern, "", 0)
    whole = walk(probe.tree)
    return {seed for seed in {*found, whole[:_LONGEST_SEED]} if seed}


_FEW, _LONGEST_SEED = 4, 40
