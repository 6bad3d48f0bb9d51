"""Reading configuration files so that a mistake in one is told by file, line and field."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Location = tuple[str | int, ...]
ModelT = TypeVar("ModelT", bound="Frozen")
# The same in C, twenty times as fast, where PyYAML was built with it.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ConfigError(Exception):
    """A configuration file is missing or wrong; its text is one line for the user."""


def first_line(error: BaseException) -> str:
    """What an error says first; its kind where it says nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)


class Frozen(BaseModel):
    """A validated, immutable piece of configuration; a field nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_text(path: Path) -> str:
    """The text of a file (UTF-8, a byte-order mark allowed).

    Raises:
        ConfigError: there is no such file, or it is not UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text (byte {error.start})") from error


def read_yaml(path: Path, model: type[ModelT]) -> ModelT:
    """A YAML file as a validated `model`.

    Raises:
        ConfigError: `FILE:LINE: FIELD: what is wrong`, for the first thing that is.
    """
    text = read_text(path)
    try:
        loader = SafeLoader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = min(error.problem_mark.line, text.count("\n")) + 1 if error.problem_mark else 1
        raise ConfigError(f"{path}:{line}: is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: is not YAML: {first_line(error)}") from error
    return validated(model, data, path, _line_numbers(node))


def read_rows(path: Path, model: type[ModelT]) -> tuple[ModelT, ...]:
    """A CSV file with a header row, each row as a validated `model`. Empty cells are left out.

    Raises:
        ConfigError: `FILE:LINE: COLUMN: what is wrong`, for the first thing that is.
    """
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    columns = {field.alias or name: field for name, field in model.model_fields.items()}
    wanted = {name for name, field in columns.items() if field.is_required()}
    rows = []
    try:
        if absent := sorted(wanted - set(reader.fieldnames or ())):
            raise ConfigError(f"{path}:1: {absent[0]}: this column is missing")
        for row in reader:
            cells = {name: cell for name, cell in row.items() if name in columns and cell}
            rows.append(validated(model, cells, path, {(): reader.line_num}))
    except csv.Error as error:
        raise ConfigError(f"{path}:{reader.reader.line_num}: is not CSV: {error}") from error
    return tuple(rows)


def validated(
    model: type[ModelT], data: object, path: Path, lines: Mapping[Location, int]
) -> ModelT:
    """`data` as a `model`, or a ConfigError naming the file, line and field of the first error."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(first["loc"])
        field = ".".join(str(part) for part in location) or "the file"
        message = first["msg"].removeprefix("Value error, ")
        line = _nearest_line(location, lines)
        raise ConfigError(f"{path}:{line}: {field}: {message}") from error


def _nearest_line(location: Location, lines: Mapping[Location, int]) -> int:
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 1)


def _line_numbers(node: yaml.Node | None) -> dict[Location, int]:
    """The line (from 1) on which each value of a YAML document stands, by its path."""
    found: dict[Location, int] = {}

    def walk(part: yaml.Node, location: Location) -> None:
        found.setdefault(location, part.start_mark.line + 1)
        if isinstance(part, yaml.MappingNode):
            for key, value in part.value:
                found[(*location, key.value)] = key.start_mark.line + 1
                walk(value, (*location, key.value))
        elif isinstance(part, yaml.SequenceNode):
            for index, value in enumerate(part.value):
                walk(value, (*location, index))

    if node is not None:
        walk(node, ())
    return found
