"""The cells of the board of duties, written at once: a template node for each of thousands would take seconds."""

from functools import lru_cache
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from skillweek.plan.queries import Board, Cell, Row
from skillweek.plan.queries.board import Group
from skillweek.plan.rules import STATE_WORDS

register = template.Library()


@lru_cache(maxsize=8192)
def _around(cell: Cell, language: str | None) -> tuple[str, str]:
    """What stands before and after the address in one unit's cell; cells with the same sums look the same."""
    number = f" {cell.done}/{cell.total}" if cell.total > 1 else ""
    return f'<td class="{cell.state}"><a href="', f'">{escape(str(STATE_WORDS[cell.state]))}{number}</a></td>'


@register.simple_tag
def unit_rows(group: Group, board: Board) -> SafeString:
    """The lines of the units of ``group``: the name and a cell by clause, each a link to its duties."""
    home, language = f"{reverse('plan:desk_duties')}at/", get_language()
    paths = [quote(clause.path) for clause in board.clauses]
    html = []
    for row in group.rows:
        unit = f"{home}{row.organisation.code}/"
        html.append(f'<tr><th scope="row"><a href="{unit}">{escape(row.organisation.short_name)}</a></th>')
        for path, cell in zip(paths, row.cells, strict=True):
            if cell.total:
                before, after = _around(cell, language)
                html.append(f"{before}{unit}{path}/{after}")
            else:
                html.append("<td></td>")
        html.append("</tr>")
    return mark_safe("".join(html))  # codes are slugs, paths quoted, names and words escaped


@register.simple_tag
def total_cells(row: Row, board: Board) -> SafeString:
    """The cells of a county-level unit with everything below it: how much of how many, each a link to the clause."""
    home, html = f"{reverse('plan:desk_duties')}clauses/", []
    for clause, cell in zip(board.clauses, row.cells, strict=True):
        if cell.total:
            url = f"{home}{quote(clause.path)}/?place={row.organisation.code}"
            said = f'{cell.done}/{cell.total}<span class="vh"> {escape(str(STATE_WORDS[cell.state]))}</span>'
            html.append(f'<td class="{cell.state}"><a href="{url}">{said}</a></td>')
        else:
            html.append("<td></td>")
    return mark_safe("".join(html))  # codes are slugs, paths quoted, words escaped
