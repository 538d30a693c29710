"""SkillWeek: plans, runs and reports a city's Vocational Education Activity Week."""
