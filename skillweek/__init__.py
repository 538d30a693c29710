"""SkillWeek: plans, runs and reports a city's Vocational Education Activity Week."""

__version__ = "0.1.0"
