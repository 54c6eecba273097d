"""The five reports in the API: the figures of the pages, from the same querysets."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import graphene
from django.core.exceptions import ValidationError

from accounts.models import Customer, User
from accounts.paging import Page
from crm.schema.accounts import CustomerType
from crm.schema.batching import stamp
from crm.schema.connections import PAGING, PageInfo, asked
from crm.schema.scalars import Day, amount
from deals.money import MINOR
from reports.forms.report import PortfolioForm, ReportForm
from reports.report.active_inactive import ActiveInactive
from reports.report.activity_frequency import ActivityFrequency
from reports.report.asked import Asked
from reports.report.deal_flow import DealMonth
from reports.report.deal_history import DealHistory
from reports.report.industries import Industries, IndustryRow
from reports.report.lifetime_value import LifetimeValue
from reports.report.status_log import StatusMonth
from reports.report.table import half_up

DAYS = {"from_": graphene.Argument(Day, name="from"), "to": graphene.Argument(Day)}
NAMES = graphene.List(graphene.NonNull(graphene.String))


def money(value: Fraction | Decimal | None) -> str | None:
    """Return an amount that may have been divided, or None while there is none."""
    return None if value is None else amount(half_up(value, MINOR))


class CustomerValue(graphene.ObjectType):
    """What a customer is worth: the value of its won deals, and how many there are."""

    customer = graphene.Field(CustomerType, required=True)
    value = graphene.String(required=True)
    won_deals = graphene.Int(required=True)

    def resolve_customer(customer: Customer, info) -> Customer:
        return customer

    def resolve_value(customer: Customer, info) -> str:
        return amount(customer.standing.lifetime_value)

    def resolve_won_deals(customer: Customer, info) -> int:
        return customer.standing.won_count


class LifetimeValueReport(graphene.ObjectType):
    """What customers are worth, and a page of them, the most valuable first."""

    total = graphene.String(required=True)
    customers = graphene.Int(required=True)
    mean = graphene.String()
    median = graphene.String()
    nodes = graphene.List(graphene.NonNull(CustomerValue), required=True)
    page_info = graphene.Field(PageInfo, required=True)

    def resolve_total(report: LifetimeValue, info) -> str:
        return amount(report.total)

    def resolve_customers(report: LifetimeValue, info) -> int:
        return report.sums["customers"]

    def resolve_mean(report: LifetimeValue, info) -> str | None:
        return money(report.mean)

    def resolve_median(report: LifetimeValue, info) -> str | None:
        return money(report.median)

    def resolve_nodes(report: LifetimeValue, info) -> list[Customer]:
        return report.page.rows

    def resolve_page_info(report: LifetimeValue, info) -> Page:
        return report.page


class StatusMonthType(graphene.ObjectType):
    """How many customers were of each status at the end of a month, and how many came and went."""

    class Meta:
        name = "StatusMonth"

    month = graphene.String(required=True)
    prospect = graphene.Int(required=True)
    active = graphene.Int(required=True)
    inactive = graphene.Int(required=True)
    became_active = graphene.Int(required=True)
    came_back = graphene.Int(required=True)
    lost = graphene.Int(required=True)


class ActiveInactiveReport(graphene.ObjectType):
    """How many customers are of each status now, and the months of the period that have begun and
    of which the log knows."""

    prospect = graphene.Int(required=True)
    active = graphene.Int(required=True)
    inactive = graphene.Int(required=True)
    months = graphene.List(graphene.NonNull(StatusMonthType), required=True)

    def resolve_months(report: ActiveInactive, info) -> list[StatusMonth]:
        return report.known_months


class IndustryRowType(graphene.ObjectType):
    """The customers of an industry, or of none, and what they are worth."""

    class Meta:
        name = "IndustryRow"

    industry = graphene.String()
    customers = graphene.Int(required=True)
    active = graphene.Int(required=True)
    share = graphene.Float(required=True)
    value = graphene.String(required=True)
    value_share = graphene.Float()
    win_rate = graphene.Float()

    def resolve_share(row: IndustryRow, info) -> float:
        return row.share or 0.0

    def resolve_value(row: IndustryRow, info) -> str:
        return amount(row.value)


class IndustryReport(graphene.ObjectType):
    """The industries of the customers; the last row is that of customers without one."""

    nodes = graphene.List(graphene.NonNull(IndustryRowType), required=True)

    def resolve_nodes(report: Industries, info) -> list[IndustryRow]:
        return report.industries


class DealFigures(graphene.ObjectType):
    """Deals created, won and lost in some time, and how many of those that were closed were won."""

    created = graphene.Int(required=True)
    won = graphene.Int(required=True)
    lost = graphene.Int(required=True)
    won_value = graphene.String(required=True)
    lost_value = graphene.String(required=True)
    win_rate = graphene.Float()

    def resolve_won_value(deals: DealHistory | DealMonth, info) -> str:
        return amount(deals.won_value)

    def resolve_lost_value(deals: DealHistory | DealMonth, info) -> str:
        return amount(deals.lost_value)


class DealMonthType(DealFigures):
    """The deals of a month."""

    class Meta:
        name = "DealMonth"

    month = graphene.String(required=True)


class DealHistoryReport(DealFigures):
    """The deals of a period: `withoutValue` counts those closed in it that have no value."""

    without_value = graphene.Int(required=True)
    median_cycle_days = graphene.Float()
    months = graphene.List(graphene.NonNull(DealMonthType), required=True)


class KindCountType(graphene.ObjectType):
    """How many interactions of a kind there were."""

    class Meta:
        name = "KindCount"

    kind = graphene.String(required=True)
    count = graphene.Int(required=True)


class WeekCountType(graphene.ObjectType):
    """How many interactions there were in the week of a Monday."""

    class Meta:
        name = "WeekCount"

    week = graphene.Field(Day, required=True)
    count = graphene.Int(required=True)


class ActivityFrequencyReport(graphene.ObjectType):
    """How often we spoke with customers, and which part of the active ones we reached lately."""

    total = graphene.Int(required=True)
    by_kind = graphene.List(graphene.NonNull(KindCountType), required=True)
    weeks = graphene.List(graphene.NonNull(WeekCountType), required=True)
    coverage30 = graphene.Float()
    coverage60 = graphene.Float()
    coverage90 = graphene.Float()

    def resolve_by_kind(report: ActivityFrequency, info) -> list[dict]:
        return [{"kind": kind, "count": count} for kind, count in report.by_kind]

    def resolve_weeks(report: ActivityFrequency, info) -> list[dict]:
        return [{"week": monday, "count": count} for monday, count in report.weeks]


class Reports(graphene.ObjectType):
    """The five reports, of what whoever asks may see. Periods hold `from` and not `to`; without
    them the last twelve months are meant, this one included."""

    lifetime_value = graphene.Field(
        LifetimeValueReport, required=True, status=NAMES, industry=NAMES, **PAGING
    )
    active_inactive = graphene.Field(ActiveInactiveReport, required=True, **DAYS)
    industries = graphene.Field(IndustryReport, required=True)
    deal_history = graphene.Field(DealHistoryReport, required=True, **DAYS)
    activity_frequency = graphene.Field(ActivityFrequencyReport, required=True, **DAYS)

    def resolve_lifetime_value(
        question: "Question", info, first=None, after=None, **said: Any
    ) -> LifetimeValue:
        report = LifetimeValue(question.asked(PortfolioForm, **said))
        report.page = report.ranking.page(**asked(first, after))
        stamp(report.page.found)
        return report

    def resolve_active_inactive(question: "Question", info, **days: Any) -> ActiveInactive:
        return ActiveInactive(question.asked(**days))

    def resolve_industries(question: "Question", info) -> Industries:
        return Industries(question.asked())

    def resolve_deal_history(question: "Question", info, **days: Any) -> DealHistory:
        return DealHistory(question.asked(**days))

    def resolve_activity_frequency(question: "Question", info, **days: Any) -> ActivityFrequency:
        return ActivityFrequency(question.asked(**days))


class Question:
    """What is asked of all reports: by whom, and of whose records."""

    def __init__(self, reader: User, owner: str | None) -> None:
        self.reader, self.owner = reader, owner

    def asked(
        self, form: type[ReportForm] = ReportForm, *, from_: date | None = None, **said: Any
    ) -> Asked:
        """Return the question to one report. Raises ValidationError."""
        given = {"owner": self.owner, "from": from_, **said}
        filled = form({name: value for name, value in given.items() if value}, user=self.reader)
        if not filled.is_valid():
            raise ValidationError(filled.errors.as_data())
        return filled.asked


class ReportsQuery(graphene.ObjectType):
    """The five reports; `owner` narrows them to what this person, or "none", owns."""

    reports = graphene.Field(Reports, required=True, owner=graphene.ID())

    def resolve_reports(root, info, owner: str | None = None) -> Question:
        question = Question(info.context.user, owner)
        question.asked()
        return question
