"""Strict YAML: the values of a text, and for each the line that it stands in.

YAML 1.1 takes ``no`` for false, ``2026-11-22`` for a date and ``010`` for eight; other readers do not.
Such a value is not guessed at: where another kind of value is wanted it is refused, with what to write
instead. The text is composed to nodes before values are made of it, for only nodes know their lines.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

import yaml

from drift.config.problems import STATE, Path, Place, Problem, Source, Written, key_problem, path_text, shown
from drift.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_DEPTH: Final = 32  # a config has four levels; PyYAML overflows its stack at some thousands
MAX_DIGITS: Final = 4000  # Python refuses to read a whole number of more than 4,300 digits

CORE: Final = "tag:yaml.org,2002:"
NOUNS: Final[Mapping[str, str]] = {
    f"{CORE}str": "text",
    f"{CORE}int": "a number",
    f"{CORE}float": "a number",
    f"{CORE}bool": "a boolean",
    f"{CORE}null": "nothing",
    f"{CORE}timestamp": "a date",
    f"{CORE}seq": "a list",
    f"{CORE}map": "a mapping",
}


def read_yaml(text: str, name: str) -> tuple[object, Source]:
    """Return what `text` says, and where it says it, with the problems that only YAML can show.

    Raises
    ------
    ConfigError
        The text is not YAML, is empty, or is nested too deep.
    """
    try:
        _refuse_depth(text, name)
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            what, mend = f"{name}: no keys, the file is empty", "write at least: version: 1"
            raise ConfigError(what, mend=mend, state=STATE)
        problems = _refuse_keys(root)
        values = loader.construct_document(root)
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, name) from error
    return values, Source(name=name, file=name, place=functools.partial(_place, root), problems=problems)


def _refuse_depth(text: str, name: str) -> None:
    """Raise if `text` is nested so deep that composing it would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            where = name if event.start_mark is None else f"{name} line {event.start_mark.line + 1}"
            what = f"{where}: nested deeper than {MAX_DEPTH} levels"
            raise ConfigError(what, mend="write keys and values: a config is a few levels deep", state=STATE)


def _not_yaml(error: yaml.YAMLError, text: str, name: str) -> ConfigError:
    """Return what to say of text that is not YAML, with the line where reading ended."""
    line, reason = 1, str(error)
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line, reason = error.problem_mark.line + 1, error.problem or reason
    elif isinstance(error, yaml.reader.ReaderError):  # a character that YAML does not allow
        line, reason = text.encode().count(b"\n", 0, error.position) + 1, error.reason
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    tab = re.match(r"\s*\t", written) is not None
    return ConfigError(
        f"{name} line {line}: not valid YAML: {reason}",
        seen=f"`{shown(written.strip())}`" if written.strip() else "the end of the file",
        mend="indent with spaces, not tabs" if tab else "correct the line, or the one before it",
        state=STATE,
    )


def _refuse_keys(root: yaml.Node) -> tuple[Problem, ...]:
    """Take the keys that are no text out of all mappings; return these problems and repeated keys."""
    problems: list[Problem] = []
    todo: list[tuple[yaml.Node, Path]] = [(root, ())]
    met: set[int] = set()  # an alias is the node that its anchor is, even inside itself
    while todo:
        node, path = todo.pop()
        if id(node) in met or isinstance(node, yaml.ScalarNode):
            continue
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            todo += [(item, (*path, position)) for position, item in enumerate(node.value)]
            continue
        first: dict[str, int] = {}
        kept = []
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag not in {f"{CORE}str", f"{CORE}merge"}:
                text = key.value if isinstance(key, yaml.ScalarNode) else "…"
                problems.append(key_problem(path, text, NOUNS.get(key.tag, key.tag), line))
                continue
            if key.value in first:
                what = f"`{path_text((*path, key.value))}` is there twice"
                seen = f"in line {first[key.value]} and in line {line}"
                problems.append(Problem(line=line, what=what, seen=seen, mend="keep one of them"))
            first.setdefault(key.value, line)
            kept.append((key, value))
            todo.append((value, (*path, key.value)))
        node.value = kept
    return tuple(problems)


def _place(root: yaml.Node, path: Path) -> Place:
    """Return where the value at `path` stands; of a key that came by a merge, where the mapping does."""
    node, line = root, root.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = [(key, value) for key, value in pairs if key.value == part]
        if not found:
            return Place(line=line)
        key, node = found[-1]  # the last one is the one that counts
        line = key.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        return Place(line=line)
    quote = node.style if node.style in {"'", '"'} else ""
    return Place(line=line, text=f"{quote}{node.value}{quote}")


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader, except that values which YAML readers differ on stay as written."""


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(rf"[-+]?(0|[1-9][0-9_]{{0,{MAX_DIGITS}}})", text) else None


def _real(text: str) -> float | None:
    try:
        return float(re.sub(r"\.(inf|nan)", r"\1", text.lower()))
    except ValueError:
        return None


def _boolean(text: str) -> bool | None:
    return yaml.CSafeLoader.bool_values.get(text.lower())


def _nothing(_: str) -> None:
    return None


READERS: Final[tuple[tuple[str, Callable[[str], object]], ...]] = (
    ("int", _whole),
    ("float", _real),
    ("bool", _boolean),
    ("timestamp", _nothing),  # no key of a config is a date
)


def _construct(read: Callable[[str], object], loader: _Loader, node: yaml.ScalarNode) -> object:
    """Return the value of a scalar, or its text and what YAML takes it for if `read` cannot tell."""
    text = str(loader.construct_scalar(node))
    value = read(text)
    return Written(text, NOUNS[node.tag]) if value is None else value


for _tag, _read in READERS:
    _Loader.add_constructor(f"{CORE}{_tag}", functools.partial(_construct, _read))
