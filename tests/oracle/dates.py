"""Dates with the precision of a year, a month or a day."""
import calendar
import dataclasses
import datetime


@dataclasses.dataclass(frozen=True)
class Date:
    """A year, and a month and a day if they are known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day, precision):
        """`day` with the given precision: 1 for the year, 2 for the month, 3 for the day."""
        return cls(*(day.year, day.month, day.day)[:precision])

    @property
    def first(self):
        """The first day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self):
        """The last day that the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self):
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)
