"""What the lessons use: serve an app, show code and SQL, trace a request, check the exercise."""

import workbook.installed  # noqa: F401  # first: the others need the packages
from workbook.checker.hints import hint
from workbook.checker.notebook import Check, check
from workbook.contract_tests import contract
from workbook.endpoints import ENDPOINTS
from workbook.object_state import state_of
from workbook.review.code_view import code
from workbook.review.notebook_view import side_by_side, three_way
from workbook.server import Server, serve
from workbook.sql_log import sql_sent
from workbook.xray import Trace, trace

__all__ = [
    "ENDPOINTS",
    "Check",
    "Server",
    "Trace",
    "check",
    "code",
    "contract",
    "hint",
    "serve",
    "side_by_side",
    "sql_sent",
    "state_of",
    "three_way",
    "trace",
]
