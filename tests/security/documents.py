"""GraphQL documents that ask for one field of the schema, so that none can be forgotten."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from crm.schema import schema

TYPES = {
    name: kind for name, kind in schema.graphql_schema.type_map.items() if not name.startswith("__")
}
OBJECTS = {name: kind for name, kind in TYPES.items() if isinstance(kind, GraphQLObjectType)}
INPUTS = {name: kind for name, kind in TYPES.items() if isinstance(kind, GraphQLInputObjectType)}
Path = tuple[str, ...]

# What the schema leaves open and the form wants all the same.
WANTED = {"ActivityInput.customer", "NoteInput.customer", "ConversionInput.dealName"}
# What is given instead of something else.
INSTEAD = {
    "ActivityInput.lead": "ActivityInput.customer",
    "NoteInput.lead": "NoteInput.customer",
}


def fields() -> list[str]:
    """Name every field of every type that answers: `Customer.history`."""
    return [f"{name}.{field}" for name, kind in OBJECTS.items() for field in kind.fields]


def arguments() -> list[str]:
    """Name every argument, `Customer.history(first)`, and every field of an input."""
    ours = [
        f"{name}.{field}({argument})"
        for name, kind in OBJECTS.items()
        for field, answers in kind.fields.items()
        for argument in answers.args
    ]
    return ours + [f"{name}.{field}" for name, kind in INPUTS.items() for field in kind.fields]


def by_place(names: Iterable[str]) -> dict[str, list[str]]:
    """Sort names by where they are: arguments by their field, fields by their type."""
    found: dict[str, list[str]] = {}
    for name in names:
        field, bracket, _ = name.partition("(")
        place = field if bracket else field.partition(".")[0]
        found.setdefault(place, []).append(name)
    return found


def takes_text(name: str) -> bool:
    """Whether an argument or an input's field is a text, or a list of texts."""
    field, _, argument = name.partition("(")
    holder, _, field = field.partition(".")
    if holder in INPUTS:
        kind = INPUTS[holder].fields[field].type
    else:
        kind = OBJECTS[holder].fields[field].args[argument.removesuffix(")")].type
    return get_named_type(kind).name == "String"


@cache
def paths() -> dict[str, Path]:
    """Return the shortest way from a root to each field of each type."""
    found: dict[str, Path] = {}
    ahead: list[tuple[str, Path]] = [("Query", ()), ("Mutation", ())]
    seen = {name for name, _ in ahead}
    for parent, path in ahead:
        for name, answers in OBJECTS[parent].fields.items():
            step = f"{parent}.{name}"
            found[step] = (*path, step)
            kind = get_named_type(answers.type).name
            if kind in OBJECTS and kind not in seen:
                seen.add(kind)
                ahead.append((kind, found[step]))
    return found


def paths_to(name: str) -> Iterator[Path]:
    """Give the ways to a field or an argument; an input's field is met wherever the input is."""
    holder, _, field = name.partition("(")[0].partition(".")
    if holder in OBJECTS:
        yield paths()[f"{holder}.{field}"]
        return
    for path in paths().values():
        parent, _, last = path[-1].partition(".")
        taken = OBJECTS[parent].fields[last].args.values()
        if holder in {get_named_type(argument.type).name for argument in taken}:
            yield path


class Document:
    """Asks for what stands at the end of a path, with the arguments that are required on the way
    and with one more, which is to be tried. Pages are small, so that all that there is of their
    rows may be asked for at once."""

    def __init__(
        self, path: Path, values: dict[str, Any], tried: str = "", *, depth: int = 3
    ) -> None:
        self.values, self.tried = values, tried
        self.variables: dict[str, Any] = {}
        self.types: dict[str, str] = {}
        asked = ""
        for step in reversed(path):
            parent, _, name = step.partition(".")
            answers = OBJECTS[parent].fields[name]
            asked = asked or selection(get_named_type(answers.type), depth)
            given = ", ".join(self._given(step, answers.args))
            asked = name + (f"({given})" if given else "") + (f" {{ {asked} }}" if asked else "")
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.types.items())
        root = path[0].partition(".")[0].lower()
        self.text = root + (f"({declared})" if declared else "") + f" {{ {asked} }}"

    def _given(self, step: str, args: dict) -> Iterator[str]:
        for name, argument in args.items():
            full, kind = f"{step}({name})", get_named_type(argument.type)
            is_given = is_required_argument(argument) or name == "first"
            if is_given or self._leads_to_tried(full, kind):
                variable = f"v{len(self.variables)}"
                self.types[variable] = str(argument.type)
                self.variables[variable] = self._value(full, kind)
                yield f"{name}: ${variable}"

    def _leads_to_tried(self, full: str, kind: GraphQLNamedType) -> bool:
        return full == self.tried or self.tried.startswith(f"{kind.name}.")

    def _value(self, full: str, kind: GraphQLNamedType) -> Any:
        if full in self.values or not isinstance(kind, GraphQLInputObjectType):
            return self.values[full]
        return {
            name: self._value(f"{kind.name}.{name}", get_named_type(field.type))
            for name, field in kind.fields.items()
            if is_required_input_field(field) or f"{kind.name}.{name}" in self._given_besides
        }

    @property
    def _given_besides(self) -> set[str]:
        return WANTED - {INSTEAD.get(self.tried)} | {self.tried}


def selection(kind: GraphQLNamedType, depth: int = 3) -> str:
    """Return all that there is of a type, as deep as that."""
    if is_leaf_type(kind):
        return ""
    asked = []
    for name, answers in kind.fields.items():
        inner = get_named_type(answers.type)
        below = selection(inner, depth - 1) if depth > 1 else ""
        if below or is_leaf_type(inner):
            asked.append(f"{name} {{ {below} }}" if below else name)
    return " ".join(asked)
