"""What the lessons use: serve an app, show code, show SQL, and trace a request."""

from workbook.code import code
from workbook.contract import ENDPOINTS, contract
from workbook.serve import Server, serve
from workbook.side_by_side import side_by_side, three_way
from workbook.sql import sql_sent
from workbook.state import state_of
from workbook.xray import Trace, trace

__all__ = [
    "ENDPOINTS",
    "Server",
    "Trace",
    "code",
    "contract",
    "serve",
    "side_by_side",
    "sql_sent",
    "state_of",
    "three_way",
    "trace",
]
