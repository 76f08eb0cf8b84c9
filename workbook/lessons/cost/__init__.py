"""What lesson 13 counts, measures and draws: many expenses, writes to the disk, times."""

import logging

from workbook.lessons.cost.disk_writes import disk_writes
from workbook.lessons.cost.lunches import fill
from workbook.lessons.cost.times import measure

__all__ = ["disk_writes", "fill", "measure"]

# What matplotlib says of its cache, when it is first used, would be an output of a lesson's cell.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
