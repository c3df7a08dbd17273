"""How many records there are in each of the last months, and of what is to come, as a plot beside a table."""

from collections.abc import Mapping
from datetime import date

from monitor.language import gettext, ngettext, number
from monitor.web.ledger_plots import Plot
from monitor.web.plots.columns import Column, columns

BACK, AHEAD = 21, 2  # months; with this one there are two years


def first(today: date) -> date:
    """The first day that is shown."""
    return _months_from(today, -BACK)


def plot(counted: Mapping[tuple[int, int], int], today: date) -> Plot:
    """The plot; by the day of the meeting, else of the publication."""
    days = [_months_from(today, offset) for offset in range(-BACK, AHEAD + 1)]
    given = [_column(day, counted.get((day.year, day.month), 0)) for day in days]
    total = sum(one.number for one in given)
    description = ngettext("{count} record in two years.", "{count} records in two years.", total).format(count=number(total))
    title = gettext("Records by month")
    return Plot(
        title=title,
        note=gettext("By the day of the meeting, else of the publication; {description}").format(description=description),
        picture=columns(title, description, given),
        heads=(gettext("Month"), gettext("Records")),
        rows=tuple((f"{day:%Y-%m}", number(one.number)) for day, one in zip(days, given, strict=True)),
    )


def _column(day: date, count: int) -> Column:
    words = ngettext("{month}: {count} record", "{month}: {count} records", count).format(month=f"{day:%Y-%m}", count=number(count))
    return Column(name=f"{day.month}", group=f"{day.year}", number=count, words=words)


def _months_from(day: date, offset: int) -> date:
    months = day.year * 12 + day.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)
