"""What a document costs, found out before it is executed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    VariableNode,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from accounts.paging import PAGE_SIZE
from crm.schema import limits

# The schema's lists about itself have no pages, so a field in them costs as much as ten others.
INTROSPECTION = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
INTROSPECTION_POINTS = 10


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }


class SelectionVisitor(Visitor):
    """Refuses selections of too many fields: validation takes the square of their number.

    So it looks at documents that are not yet validated, with unknown and with cyclic fragments.
    """

    def __init__(self, document: DocumentNode) -> None:
        super().__init__()
        self.fragments = fragments_of(document)

    def enter_selection_set(self, selections: SelectionSetNode, *_: Any) -> None:
        count = self.count(selections, set())
        limits.refuse_beyond(limits.SELECTION, count, "A selection may have at most {} fields.")

    def count(self, selections: SelectionSetNode, seen: set[str]) -> int:
        """Count the fields of a selection, those of its fragments included."""
        total = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += 1
            elif isinstance(node, InlineFragmentNode):
                total += self.count(node.selection_set, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self.fragments.get(node.name.value)
                total += self.count(fragment.selection_set, seen) if fragment else 0
        return total


@dataclass(frozen=True)
class Place:
    """Where a selection stands: how deep, how often it is answered, and in which page."""

    depth: int = 1
    times: int = 1
    page: int = PAGE_SIZE
    introspects: bool = False


class Bill:
    """What a valid operation costs: a point for each field, times the sizes of the pages it is in.

    It stops at the first limit that is exceeded, so fragments of fragments keep it busy no longer
    than the points last.
    """

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]
    ) -> None:
        self.schema, self.variables = schema, variables
        self.fragments = fragments_of(document)
        self.points = self.aliases = 0

    def add(self, operation: OperationDefinitionNode) -> None:
        """Put an operation on the bill. Raises Refusal where it goes beyond a limit."""
        root, top = self.schema.get_root_type(operation.operation), operation.selection_set
        roots = sum(1 for _ in islice(self.fields(top, root), limits.ROOT_FIELDS + 1))
        limits.refuse_beyond(limits.ROOT_FIELDS, roots, "Ask for at most {} things at once.")
        if operation.operation is OperationType.MUTATION:
            limits.refuse_beyond(limits.MUTATIONS, roots, "Run at most {} mutations at once.")
        self.add_selections(top, root, Place())

    def add_selections(self, selections: SelectionSetNode, parent: Any, place: Place) -> None:
        for field, owner in self.fields(selections, parent):
            here = self.add_field(field, place)
            if field.selection_set:
                output = {**owner.fields, **INTROSPECTION}[field.name.value].type
                if is_list_type(get_nullable_type(output)) and not here.introspects:
                    here = replace(here, times=here.times * max(here.page, 1), page=PAGE_SIZE)
                below = replace(here, depth=here.depth + 1)
                self.add_selections(field.selection_set, get_named_type(output), below)

    def add_field(self, field: FieldNode, place: Place) -> Place:
        """Put a field on the bill, and return its place with what it brings for those in it."""
        name = field.name.value
        here = replace(
            place,
            page=self.page_size(field, place.page),
            introspects=place.introspects or name in INTROSPECTION,
        )
        self.aliases += field.alias is not None
        self.points += here.times * (INTROSPECTION_POINTS if here.introspects else 1)
        limits.refuse_beyond(limits.ALIASES, self.aliases, "Use at most {} aliases.")
        limits.refuse_beyond(limits.POINTS, self.points, "A query may cost at most {} points.")
        if here.introspects:
            limits.refuse_beyond(
                limits.INTROSPECTION_DEPTH, here.depth, "Nest introspection at most {} deep."
            )
        else:
            limits.refuse_beyond(limits.DEPTH, here.depth, "Nest fields at most {} deep.")
        return here

    def fields(self, selections: SelectionSetNode, parent: Any) -> Iterator[tuple[FieldNode, Any]]:
        """Give each field of a selection with the type that it is a field of."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node, parent
            elif isinstance(node, FragmentSpreadNode):
                yield from self.fields_of(self.fragments[node.name.value], parent)
            elif isinstance(node, InlineFragmentNode):
                yield from self.fields_of(node, parent)

    def fields_of(self, fragment: Any, parent: Any) -> Iterator[tuple[FieldNode, Any]]:
        condition = fragment.type_condition
        inner = self.schema.get_type(condition.name.value) if condition else parent
        yield from self.fields(fragment.selection_set, inner)

    def page_size(self, field: FieldNode, otherwise: int) -> int:
        """Return how many rows a field asks for by `first`. Raises Refusal for too many."""
        for argument in field.arguments:
            if argument.name.value == "first":
                given, asked = argument.value, None
                if isinstance(given, IntValueNode):
                    asked = int(given.value)
                elif isinstance(given, VariableNode):
                    asked = self.variables.get(given.name.value)
                asked = PAGE_SIZE if asked is None else asked
                limits.refuse_beyond(limits.PAGE, asked, "Ask for at most {} rows a page.")
                return asked
        return otherwise
