"""Reads 活动安排表 in whatever form they come: a pure package, without a database; begin at ``reading``.

Imports nothing itself: ``extract`` runs in a confined process without Django.
"""
