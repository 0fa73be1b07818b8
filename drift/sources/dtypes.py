"""Physical types by the names that polars prints: a file says them so, and they are read back from there.

Only the names of polars' types, literals, and calls of the one with the other are read, whatever a file
says.
"""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final[Mapping[str, type[pl.DataType]]] = {
    name: one
    for name, one in vars(pl).items()
    if inspect.isclass(one) and issubclass(one, pl.DataType) and one is not pl.DataType
}


def dtype_of(name: str) -> pl.DataType:
    """Return the type that `dtype_name` names; an Enum comes back without its levels.

    Raises
    ------
    ValueError
        If this polars has no such type.

    Examples
    --------
    >>> dtype_of("Datetime(time_unit='us', time_zone='UTC')")
    Datetime(time_unit='us', time_zone='UTC')
    >>> dtype_of("List(Int8)")
    List(Int8)
    """
    try:
        dtype = _built(ast.parse(name, mode="eval").body)
        dtype = dtype() if isinstance(dtype, type) else dtype
    except (SyntaxError, TypeError, KeyError) as error:
        raise ValueError(f"no type of this polars is called {name!r}") from error
    if not isinstance(dtype, pl.DataType):
        raise ValueError(f"no type of this polars is called {name!r}")  # noqa: TRY004 - the name is wrong
    return dtype


def _built(node: ast.expr) -> Any:  # noqa: ANN401 - a type, or what one is made with
    """Return what one expression of a type's name stands for."""
    match node:
        case ast.Name(id="Enum") | ast.Call(func=ast.Name(id="Enum")):
            return pl.Enum([])
        case ast.Name(id=name):
            return _TYPES[name]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            given = {one.arg: _built(one.value) for one in keywords if one.arg is not None}
            return _TYPES[name](*map(_built, args), **given)
        case ast.Dict(keys=keys, values=values):
            named = zip(keys, values, strict=True)
            return {ast.literal_eval(key): _built(value) for key, value in named if key is not None}
        case ast.Tuple() | ast.Constant():
            return ast.literal_eval(node)
        case _:
            raise KeyError(ast.dump(node))
