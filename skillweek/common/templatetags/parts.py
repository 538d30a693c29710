"""Sections of public pages that are made once for a moment (``common.parts``)."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from skillweek.common.parts import kept

register = template.Library()


class PartNode(template.Node):
    """What stands between ``part`` and ``endpart``."""

    child_nodelists = ("nodelist",)

    def __init__(self, name: str, varies: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.varies, self.nodelist = name, varies, nodelist

    def render(self, context: template.Context) -> SafeString:
        """The section, made now or before."""
        key = [one.resolve(context) for one in self.varies]
        return kept(lambda: self.nodelist.render(context), "section", self.name, *key)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """``{% part name varies… %}…{% endpart %}``: a section that depends on nothing but the edition and ``varies``."""
    _tag, name, *varies = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, [parser.compile_filter(one) for one in varies], nodelist)
