"""The five reports, in the order in which they stand."""

from reports.report.active_inactive import ActiveInactive
from reports.report.activity_frequency import ActivityFrequency
from reports.report.deal_history import DealHistory
from reports.report.industries import Industries
from reports.report.lifetime_value import LifetimeValue
from reports.report.report import Report

ALL: list[type[Report]] = [
    LifetimeValue,
    ActiveInactive,
    DealHistory,
    Industries,
    ActivityFrequency,
]
REPORTS = {report.slug: report for report in ALL}
