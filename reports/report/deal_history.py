"""What became of deals: how many were created, won and lost in a period, and what is to come."""

from decimal import Decimal
from functools import cached_property

from reports.report.chart import Chart, Series
from reports.report.deal_flow import DealFlow, DealMonth, Flow
from reports.report.deal_tables import surely, table_of_figures, table_of_months
from reports.report.forecast import Forecast
from reports.report.lost_reasons import LostReasons
from reports.report.pace import pace
from reports.report.period import Span
from reports.report.report import Answer, Report
from reports.report.rows import FIRST_TO_CLOSE, LAST_CLOSED, LATEST, NEWEST, Rows
from reports.report.table import Look, Table, told
from reports.report.time_in_stage import TimeInStage


class DealHistory(Report):
    """Tells how deals went, month by month, how long they stand in which stage, why they are lost,
    and what the open ones will bring."""

    slug, title = "deal-history", "Deal history"

    @cached_property
    def flow(self) -> DealFlow:
        return DealFlow(self.asked.deals, self.asked.period)

    @property
    def months(self) -> list[DealMonth]:
        return self.flow.months

    @property
    def whole(self) -> Flow:
        """The whole period."""
        return self.flow.whole

    @property
    def created(self) -> int:
        return self.whole.created

    @property
    def won(self) -> int:
        return self.whole.won

    @property
    def lost(self) -> int:
        return self.whole.lost

    @property
    def won_value(self) -> Decimal:
        return self.whole.won_value

    @property
    def lost_value(self) -> Decimal:
        return self.whole.lost_value

    @property
    def without_value(self) -> int:
        return self.whole.without_value

    @property
    def win_rate(self) -> float | None:
        return self.whole.win_rate

    @property
    def median_cycle_days(self) -> float | None:
        median = self.whole.days_to_win
        return None if median is None else float(median)

    @property
    def answer(self) -> Answer:
        whole = self.whole
        if not whole.closed:
            return Answer("None yet", "No deal was won or lost in this time.")
        words = [f"Win rate {told(whole.win_rate, Look.RATIO)}{surely(whole.interval)}."]
        words += [pace(self.months, whole)] if whole.won else []
        if count := whole.without_value:
            words.append(f"{count:,} deal{'s have' if count > 1 else ' has'} no value.")
        return Answer(f"{whole.won:,} won, {whole.lost:,} lost", " ".join(words))

    @cached_property
    def main(self) -> Table:
        return table_of_months(self.months, self.whole)

    @property
    def charts(self) -> list[Chart]:
        values = [
            Series(3, "Value won, above the line", "good"),
            Series(5, "Value lost, below", "risk"),
        ]
        rate, pace = Series(6, "Win rate"), Series(7, "Days to win")
        return [
            Chart("mirror", self.main, values, "Value of won and lost deals by month"),
            Chart("line", self.main, [rate], "Win rate by month", "short"),
            Chart("line", self.main, [pace], "Days that it takes to win a deal, by month", "short"),
        ]

    @property
    def more(self) -> list[Table]:
        return [
            table_of_figures(self.whole),
            self.stages.table,
            self.reasons.table,
            self.forecast.table,
        ]

    @cached_property
    def stages(self) -> TimeInStage:
        return TimeInStage(self.asked, self.forecast.open)

    @cached_property
    def reasons(self) -> LostReasons:
        return LostReasons(self.flow.closed_in(self.flow.span).lost())

    @cached_property
    def forecast(self) -> Forecast:
        return Forecast(self.asked.deals, self.asked.today)

    def behind(self, name: str, part: str) -> Rows | None:
        match name:
            case "created" | "won" | "lost" | "closed" | "without_value":
                return self.flow_behind(name, part)
            case "stage" | "standing":
                return self.stage_behind(name, part)
            case "reason":
                found = self.reasons.deals_of(part)
                title = f"Lost deals: {part or 'reason not said'}"
                return None if found is None else Rows(title, found, LAST_CLOSED, "value")
            case "reasons" if part == "other":
                found = self.reasons.deals_of_others
                return Rows("Lost deals: other reasons", found, LAST_CLOSED, "value")
            case "forecast":
                return self.forecast_behind(part)
        return None

    def flow_behind(self, name: str, month: str) -> Rows | None:
        """Return the deals of the period, or of a month of it, to which something happened."""
        spans = {span.key: span for span in self.flow.spans}
        span = spans.get(month) if month else self.flow.span
        if span is None:
            return None
        return rows_of(name, self.flow, span)

    def stage_behind(self, name: str, part: str) -> Rows | None:
        """Return the stays in a stage that ended, or the deals there now; in any for ""."""
        stage = self.stages.stage_of(part)
        if part and stage is None:
            return None
        where = f" in {stage}" if stage else ""
        if name == "stage":
            moves = self.stages.moves
            moves = moves.filter(from_stage=stage) if stage else moves
            return Rows(f"Stays{where} that ended", moves, LATEST)
        deals = self.forecast.open.deals
        deals = deals.filter(stage=stage) if stage else deals
        return Rows(f"Open deals{where}", deals, FIRST_TO_CLOSE)

    def forecast_behind(self, key: str) -> Rows | None:
        """Return the open deals of a row of the forecast, or all of them for ""."""
        deals, row = self.forecast.open.deals, self.forecast.row_of(key)
        if row is not None:
            deals = deals.filter(row.condition)
            return Rows(f"Open deals: {row.label.lower()}", deals, FIRST_TO_CLOSE, "value")
        return None if key else Rows("Open deals", deals, FIRST_TO_CLOSE, "value")


def rows_of(name: str, flow: DealFlow, span: Span) -> Rows:
    closed, where = flow.closed_in(span), f" in {span.label}"
    match name:
        case "created":
            return Rows(f"Deals created{where}", flow.created_in(span), NEWEST, "value")
        case "won":
            return Rows(f"Deals won{where}", closed.won(), LAST_CLOSED, "value")
        case "lost":
            return Rows(f"Deals lost{where}", closed.lost(), LAST_CLOSED, "value")
        case "closed":
            return Rows(f"Deals won or lost{where}", closed, LAST_CLOSED, "value")
    title = f"Deals won or lost without a value{where}"
    return Rows(title, closed.filter(value=None), LAST_CLOSED)
