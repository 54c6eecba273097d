"""The five reports, in the order in which they stand."""

from reports.report.lifetime_value import LifetimeValue
from reports.report.report import Report

ALL: list[type[Report]] = [LifetimeValue]
REPORTS = {report.slug: report for report in ALL}
