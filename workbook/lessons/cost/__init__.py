"""What lesson 13 counts, measures and draws: many expenses, writes to the disk, times."""

from workbook.lessons.cost.disk_writes import disk_writes
from workbook.lessons.cost.lunches import fill
from workbook.lessons.cost.times import measure

__all__ = ["disk_writes", "fill", "measure"]
