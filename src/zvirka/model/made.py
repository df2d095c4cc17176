"""Records that are made by the million: frozen as all are, and made in half the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def many(cls: type[T]) -> type[T]:
    """A frozen dataclass with slots whose `__init__` sets the slots by their own descriptors; the one that `dataclass` writes asks
    `object.__setattr__` to look each of them up. Takes no field that has a default factory or is left out of `__init__`."""
    own = fields(cls)  # type: ignore[arg-type]
    if any(not field.init or field.kw_only or field.default_factory is not MISSING for field in own):
        raise TypeError(f"{cls.__name__} has fields that this knows nothing of")
    before: Callable[..., None] = cls.__init__
    names = [field.name for field in own]
    body = "".join(f"\n    _{name}(self, {name})" for name in names)
    setters: dict[str, Any] = {f"_{name}": getattr(cls, name).__set__ for name in names}
    exec(f"def __init__(self, {', '.join(names)}):{body}", setters)  # noqa: S102 names of fields, as `dataclass` itself does
    made = setters["__init__"]
    made.__defaults__, made.__annotations__ = before.__defaults__, before.__annotations__
    made.__qualname__ = before.__qualname__
    cls.__init__ = made  # type: ignore[method-assign]
    return cls
