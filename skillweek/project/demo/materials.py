"""The call for materials, and what units have handed in."""

from datetime import datetime
from typing import Any

from skillweek.collection.models import Call, Item, ItemRule, Submission
from skillweek.organisations.models import Organisation
from skillweek.project.demo.files import Pictures, paper, stored
from skillweek.project.demo.keep import add, keep, sound
from skillweek.project.demo.pictures.cache import cover_name
from skillweek.project.demo.reviews import record
from skillweek.project.demo.showcase import Writer
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Passed, Week
from skillweek.review.models import Review

State = Item.State
STATES = {state.value: state for state in State}


def load_call(week: Week) -> dict[str, ItemRule]:
    """The call and its rules, by kind of material."""
    if not (week.folder.path / "call.toml").exists():
        return {}
    document = week.folder.document("call.toml")
    row = document.table("call")
    call = Call(edition=week.edition, title=row.text("title", required=True), text=row.text("text"),
                opens=row.day("opens"), deadline=row.day("deadline"))  # fmt: skip
    sound(row, call)
    rules = []
    for line in document.tables("rules"):
        rule = ItemRule(
            kind=line.one("kind", week.codes["materials"], "kind of material"), minimum=line.count("minimum", 1),
            maximum=line.count("maximum", 10), media_types=line.text("media_types", required=True),
            max_megabytes=line.count("max_megabytes", 50), hint=line.text("hint"),
        )  # fmt: skip
        if sound(line, rule):
            rules.append(rule)
    week.folder.check()
    kept = keep(Call, [call], "edition", "title")[0]
    for rule in rules:
        rule.call = kept
    keep(ItemRule, rules, "call", "kind")
    return {rule.kind.code: rule for rule in kept.rules.select_related("call", "kind")}


def read_materials(week: Week, pictures: Pictures, rules: dict[str, ItemRule]) -> Writer:
    """Items with their files: documents written from the unit's own numbers, photographs drawn."""
    plans: list[tuple[Row, Organisation, ItemRule, str]] = []
    rows = week.folder.rows("materials.csv")
    week.folder.unique(rows, "school", "kind", "title")
    for number, row in enumerate(rows):
        unit, rule = row.one("school", week.units, "unit"), row.one("kind", rules, "rule of the call")
        state = row.one("state", STATES, "state")
        if state and state != State.DRAFT:
            row.moment("submitted")
        name = ""
        if row.text("kind") == "photo":
            name = pictures.want(
                row, "picture", cover_name(row.text("picture"), "campus", number).replace("cover", "photo", 1)
            )
        if unit and rule:
            plans.append((row, unit, rule, name))

    def write() -> None:
        folders = _folders(week, plans)
        items = [_item(week, pictures, folders[unit.pk], plan) for plan in plans if (unit := plan[1])]
        record(
            week,
            [p for item, plan in zip(items, plans, strict=True) if (p := _passed(item, plan[0])) is not None],
        )

    return write


def _folders(week: Week, plans: list[tuple[Row, Organisation, ItemRule, str]]) -> dict[int, Submission]:
    if not plans:
        return {}
    call = plans[0][2].call
    add(Submission, [
        Submission(call=call, organisation=unit, created_at=_moment(row, week)) for row, unit, _, _ in plans
    ])  # fmt: skip
    return {submission.organisation_id: submission for submission in call.submissions.all()}


def _moment(row: Row, week: Week) -> datetime:
    return row.moment("submitted") if row.text("submitted") else week.opened


def _item(
    week: Week, pictures: Pictures, folder: Submission, plan: tuple[Row, Organisation, ItemRule, str]
) -> Item:
    row, unit, rule, name = plan
    state, title = STATES[row.text("state")], row.text("title")
    there = Item.objects.filter(submission=folder, rule=rule, title=title).first()
    if there is not None:
        return there
    if name:
        file: Any = pictures.file(name, unit.code, f"示意图：{title}", public=False)
        caption = f"{unit.short_name}，活动周期间，{title}"
    else:
        file = stored(
            _document(week, unit, title, row), f"{unit.short_name}-{title}.docx", unit.code, "", public=False
        )
        caption = ""
    return Item.objects.create(
        submission=folder, rule=rule, title=title, caption=caption[:100], file=file, state=state,
        created_by=week.officer, submitted_at=row.moment("submitted") if state != State.DRAFT else None,
    )  # fmt: skip


def _document(week: Week, unit: Organisation, title: str, row: Row) -> bytes:
    """A short document about what the unit really did in this week."""
    mine = [activity for activity in week.activities.values() if activity.owner_id == unit.pk]
    sessions = [s for s in week.sessions.values() if s.activity.owner_id == unit.pk]
    best = sorted(mine, key=lambda a: (not a.highlight, a.code))[:3]
    paragraphs = [
        f"{week.edition.name}期间，{unit.name}共安排活动 {len(mine)} 项、{len(sessions)} 场，"
        "全部通过平台公布。",
        *(f"《{activity.title}》：{activity.summary}" for activity in best),
        "做得顺手的地方：提前公布名额，分批入场，家长和孩子都不用久等。",
        "下一次想改的地方：把晚上的场次再加一些，让白天上班的人也能来。",
    ]
    return paper(f"{unit.name}：{title}", paragraphs, _moment(row, week))


def _passed(item: Item, row: Row) -> Passed | None:
    """Items end at the unit above their owner."""
    if item.state == State.DRAFT or item.submitted_at is None:
        return None
    owner = item.submission.organisation
    waiting = item.state == State.SUBMITTED
    state = {State.SUBMITTED: Review.State.WAITING, State.RETURNED: Review.State.RETURNED}.get(
        State(item.state), Review.State.APPROVED
    )
    decided = row.moment("decided") if row.text("decided") else None
    return Passed(item, "item", item.title, owner, state, item.submitted_at, decided,
                  owner.parent if waiting else None, row.text("reason"), owner.parent)  # fmt: skip
