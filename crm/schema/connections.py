"""Lists page by page: from a cursor onwards, counted only when asked."""

from typing import Any

import graphene
from django.core.exceptions import ValidationError
from django.db import models
from graphene.utils.str_converters import to_snake_case

from accounts.paging import PAGE_SIZE, Order, Page
from crm.schema.batching import many, stamp

PAGING = {"first": graphene.Int(), "after": graphene.String()}


class PageInfo(graphene.ObjectType):
    """Whether the list goes on, and from where."""

    has_next_page = graphene.Boolean(required=True)
    end_cursor = graphene.String()

    def resolve_has_next_page(page: Page, info) -> bool:
        return page.has_more

    def resolve_end_cursor(page: Page, info) -> str | None:
        return page.end


class Paged(graphene.ObjectType):
    """A page of `nodes`; its subclasses' Meta says of which type."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, node: Any, **options: Any) -> None:
        cls.nodes = graphene.List(graphene.NonNull(node), required=True)
        cls.page_info = graphene.Field(PageInfo, required=True)
        super().__init_subclass_with_meta__(**options)

    def resolve_nodes(page: Page, info) -> list:
        return list(page)

    def resolve_page_info(page: Page, info) -> Page:
        return page


class Connection(Paged):
    """A page with a cursor for each of its nodes, and the number of all nodes there are."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, node: Any, **options: Any) -> None:
        fields = {
            "cursor": graphene.String(required=True),
            "node": graphene.Field(node, required=True),
        }
        edge = type(f"{node._meta.name}Edge", (graphene.ObjectType,), fields)
        cls.edges = graphene.List(graphene.NonNull(edge), required=True)
        cls.total_count = graphene.Int(required=True)
        super().__init_subclass_with_meta__(node=node, **options)

    def resolve_edges(page: Page, info) -> list[dict]:
        return [
            {"cursor": page.cursor_of(row, number), "node": row}
            for number, row in enumerate(page.rows, page.first_number)
        ]

    def resolve_total_count(page: Page, info) -> int:
        return page.count


def narrowed(filterset: Any, asked: dict[str, Any], *, user: Any) -> Any:
    """Return a list's FilterSet with what a script asked of it. Raises ValidationError."""
    if order := asked.get("order_by"):
        asked["order_by"] = to_snake_case(order)
    chosen = filterset(asked, user=user)
    if not chosen.is_valid():
        raise ValidationError(chosen.errors.as_data())
    return chosen


def connect(chosen: Any, **paging: Any) -> Page:
    """Return the page that is asked for of what a list's FilterSet has chosen."""
    page = Page(chosen.qs, chosen.order, parts=chosen.parts, **asked(**paging))
    stamp(page.found)
    return page


def connect_each(
    row: models.Model, relation: str, queryset: models.QuerySet, order: Order, **paging: Any
) -> Page:
    """Return the page of what points at the row that is asked for, of the row and its peers."""
    return many(row, relation, queryset, order, **asked(**paging))


def asked(first: int | None = None, after: str | None = None) -> dict[str, Any]:
    """Read the arguments that all lists have; an explicit null says no more than an absent one."""
    if first is not None and first < 0:
        raise ValidationError({"first": "Ask for at least no rows."})
    return {"size": PAGE_SIZE if first is None else first, "after": after}
