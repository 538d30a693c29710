"""Forms of groups and tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import GroupMember, LeadingGroup, Organisation, Task
from skillweek.organisations.queries import people, task_owners


class GroupForm(forms.ModelForm):
    """A leading group, or the office that does the work."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    class Meta:
        model = LeadingGroup
        fields = ("kind", "year", "name", "note")
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"name": _("例如：2021 年职业教育活动周工作领导小组")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = LeadingGroup.Kind.choices


class MemberForm(forms.ModelForm):
    """Somebody's seat in a group."""

    class Meta:
        model = GroupMember
        fields = ("role", "name", "post", "user")
        widgets = {"role": forms.RadioSelect}
        help_texts = {"user": _("这个人有登录账号时选上，工作交接时一并移交。")}

    def __init__(self, *args: Any, unit: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = {one.user_id for one in people(unit)} | {self.instance.user_id}
        field: Any = self.fields["user"]
        field.queryset = field.queryset.filter(pk__in=users - {None})
        field.empty_label = _("没有登录账号")
        role: Any = self.fields["role"]
        role.choices = GroupMember.Role.choices


class TaskForm(forms.ModelForm):
    """What has to be done, by whom, until when."""

    who = forms.ChoiceField(label=_("负责人"), error_messages={"required": _("请选负责人")})

    class Meta:
        model = Task
        fields = ("title", "due", "group", "note")
        widgets = {
            "due": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, unit: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users, contacts = task_owners(unit)
        self.owners: dict[str, dict[str, Any]] = {
            f"user-{one.pk}": {"owner": one, "contact": None, "invitation": None} for one in users
        } | {f"contact-{one.code}": {"owner": None, "contact": one, "invitation": None} for one in contacts}
        choices: list[tuple[str, Any]] = [("", _("请选择"))]
        choices += [(f"user-{one.pk}", one.name) for one in users]
        choices += [(f"contact-{one.code}", f"{one.name}（{one.called}）") for one in contacts]
        self._keep_owner(choices)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # the stubs know Field only
        group: Any = self.fields["group"]
        group.queryset = unit.groups.filter(active=True)
        group.empty_label = _("不属于小组")

    def _keep_owner(self, choices: list[tuple[str, Any]]) -> None:
        """Whoever owes the task now stays a choice, invited or gone as they may be."""
        task = self.instance
        if task.pk is None:
            return
        for key, facts in self.owners.items():
            if (facts["owner"], facts["contact"]) == (task.owner, task.contact):
                self.initial["who"] = key
                return
        self.owners["now"] = {"owner": task.owner, "contact": task.contact, "invitation": task.invitation}
        self.initial["who"] = "now"
        choices.append(("now", task.owned_by))

    def facts(self) -> dict[str, Any]:
        """Fields of the task, the owner among them."""
        data = dict(self.cleaned_data)
        owner = self.owners[data.pop("who")]
        return data | owner
