"""The planner: which option every activity takes, so that the weighted sum of shortfalls is smallest.

Pure: no database, no clock but the stopwatch. From the bottom: ``shape`` (what matters of a problem), ``plan`` (one way
to place all), ``rows`` (the same as linear rows), ``relaxed`` (a bound), ``exact`` (the best of a part or of
the whole), ``improve`` (part by part), ``conflicts`` (why there is no plan), ``run`` (the order of it all).
"""

from skillweek.coverage.solving.answer import Answer, Unmet, shortfall_today
from skillweek.coverage.solving.run import solve

__all__ = ["Answer", "Unmet", "shortfall_today", "solve"]
