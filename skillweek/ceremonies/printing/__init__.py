"""What is printed of a ceremony: run of show, letters, plan, badges, name plates."""

from skillweek.ceremonies.printing.cards import badges, plates
from skillweek.ceremonies.printing.letters import letters
from skillweek.ceremonies.printing.plan import plan
from skillweek.ceremonies.printing.sheet import run_sheet
from skillweek.ceremonies.printing.word import run_word

__all__ = ["badges", "letters", "plan", "plates", "run_sheet", "run_word"]
