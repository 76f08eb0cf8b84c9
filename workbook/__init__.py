"""What the lessons use: serve an app, show code and SQL, trace a request, check the exercise."""

from workbook.check.hints import hint
from workbook.check.notebook import Check, check
from workbook.code import code
from workbook.contract import ENDPOINTS, contract
from workbook.serve import Server, serve
from workbook.side_by_side import side_by_side, three_way
from workbook.sql import sql_sent
from workbook.state import state_of
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
