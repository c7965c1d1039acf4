"""YAML with line numbers: every complaint names the file and the line it is about."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from service.errors import BadInput

_Built = TypeVar("_Built")
_Choice = TypeVar("_Choice", bound=StrEnum)
_BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value that remembers where it was written and what it is for."""

    path: Path
    node: yaml.Node
    what: str
    line: int

    def fail(self, message: str) -> BadInput:
        """Make the error that says `message` about this place."""
        return BadInput(f"{self.path}, line {self.line}: {message}")

    def text(self) -> str:
        """Read the words as they are written, so that `Yes`, `2024` and `1.0` need no quotes."""
        node = self.node
        if not isinstance(node, yaml.ScalarNode) or node.tag == _NULL or not node.value.strip():
            raise self.fail(f"{self.what} must be a text.")
        return " ".join(str(node.value).split())

    def whole_number(self, *, least: int, most: int) -> int:
        """Read a whole number between `least` and `most`."""
        text = self.text()
        number = int(text) if text.isdecimal() and len(text) <= len(str(most)) else -1
        if not least <= number <= most:
            raise self.fail(f"{self.what} must be a whole number from {least} to {most}, not {text[:40]!r}.")
        return number

    def boolean(self) -> bool:
        """Read `true` or `false`; nothing else will do."""
        text = self.text()
        if text not in _BOOLEANS:
            raise self.fail(f"{self.what} must be true or false, not {text[:40]!r}.")
        return _BOOLEANS[text]

    def choice(self, kind: type[_Choice]) -> _Choice:
        """Read one of the values of `kind`."""
        text = self.text()
        allowed = [member.value for member in kind]
        if text not in allowed:
            raise self.fail(
                f"{self.what} {text[:40]!r} is unknown{_hint(text, allowed)}; {_allowed(allowed)}."
            )
        return kind(text)

    def items(self) -> tuple["Value", ...]:
        """Read the members of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.fail(f"{self.what} must be a list.")
        return tuple(Value(self.path, node, self.what, _line(node)) for node in self.node.value)

    def texts(self) -> tuple[str, ...]:
        """Read a list of texts, each given once."""
        found: list[str] = []
        for item in self.items():
            text = item.text()
            if text in found:
                raise item.fail(f"{self.what} names {text[:40]!r} twice; remove one.")
            found.append(text)
        return tuple(found)

    def pairs(self) -> dict[str, "Value"]:
        """Read a mapping with any keys, each given once."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.fail(f"{self.what} must be keys with values.")
        found: dict[str, Value] = {}
        for key_node, value_node in self.node.value:
            key = Value(self.path, key_node, f"a key of {self.what}", _line(key_node))
            name = key.text()
            if name in found:
                raise key.fail(f"{self.what} has the key {name!r} twice; remove one.")
            found[name] = replace(key, node=value_node, what=name)
        return found

    def section(self, *, required: Iterable[str], optional: Iterable[str]) -> "Section":
        """Read a mapping that has all `required` keys and none besides the `optional` ones."""
        needed, allowed = tuple(required), (*required, *optional)
        pairs = self.pairs()
        for name, value in pairs.items():
            if name not in allowed:
                raise value.fail(
                    f"unknown key {name[:40]!r} in {self.what}{_hint(name, allowed)}; {_allowed(allowed)}."
                )
        missing = [name for name in needed if name not in pairs]
        if missing:
            raise self.fail(f"{self.what} lacks the key {missing[0]!r}; add it.")
        return Section(self, pairs)


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping whose keys have been checked."""

    value: Value
    pairs: Mapping[str, Value] = field(default_factory=dict)

    def get(self, name: str, read: Callable[[Value], _Built], default: _Built) -> _Built:
        """Return what `read` makes of the key's value, or `default` where the key is absent."""
        value = self.pairs.get(name)
        return default if value is None else read(value)

    def text(self, name: str, default: str = "") -> str:
        """Return the key's text, or `default` where the key is absent."""
        return self.get(name, Value.text, default)

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the key's texts, or `default` where the key is absent."""
        return self.get(name, Value.texts, default)


def read_yaml(path: Path, *, what: str) -> Value:
    """Read one YAML file without building any object from it.

    Raises:
        BadInput: the file cannot be opened, is not UTF-8 or is not YAML.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as exc:
        raise BadInput(
            f"{path} cannot be read ({exc.strerror}); check the path and its permissions."
        ) from exc
    except UnicodeDecodeError as exc:
        raise BadInput(f"{path} is not UTF-8 (byte {exc.start}); save it as UTF-8.") from exc
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise BadInput(f"{path}, line {line}: this is not YAML ({exc.problem}); mend the line.") from exc
    except (yaml.YAMLError, RecursionError) as exc:
        raise BadInput(f"{path} is not YAML that can be read ({type(exc).__name__}); mend it.") from exc
    if root is None:
        raise BadInput(f"{path} is empty; write {what} into it or remove it.")
    return Value(path, root, what, _line(root))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _hint(text: str, allowed: Iterable[str]) -> str:
    near = difflib.get_close_matches(text, list(allowed), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _allowed(names: Iterable[str]) -> str:
    return f"allowed are {', '.join(sorted(names))}"
