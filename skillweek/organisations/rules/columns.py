"""The columns of the three sheets."""

from django.utils.translation import gettext_lazy as _

from skillweek.library.sheets import Column
from skillweek.organisations.models import SheetImport
from skillweek.organisations.rules.synonyms import HEADINGS

_MATCH = _("有代码按代码认，没有代码按全称认；两样都对不上就是新单位。")

UNITS = (
    Column("code", _("代码"), HEADINGS["code"], _MATCH, 18),
    Column("name", _("名称"), HEADINGS["name"], _("单位全称，必填，最多 80 字。"), 36, needed=True),
    Column("short_name", _("简称"), HEADINGS["short_name"], _("最多 30 字；新单位空着就取全称的开头。"), 16),
    Column("name_en", _("英文名称"), HEADINGS["name_en"], _("选填。"), 30),
    Column("kind", _("类别"), HEADINGS["kind"], _("“单位类别”页上的名称。新单位必填。"), 16),
    Column(
        "parent",
        _("上级单位"),
        HEADINGS["parent"],
        _("上级的代码或全称。新单位必填；可以是本表前面的新单位。"),
        30,
    ),
    Column(
        "located_in", _("所在县（市、区）"), HEADINGS["located_in"], _("市属单位在哪里；县属单位空着。"), 24
    ),
    Column("division_code", _("区划代码"), HEADINGS["division_code"], _("6 至 12 位数字，选填。"), 12),
    Column(
        "counts_in_report", _("计入全市总结"), HEADINGS["counts_in_report"], _("是或否，由市级管理员填。"), 12
    ),
    Column("address", _("地址"), HEADINGS["address"], _("选填。"), 30),
    Column("latitude", _("纬度"), HEADINGS["latitude"], _("例如 33.73840，选填。"), 12),
    Column("longitude", _("经度"), HEADINGS["longitude"], _("例如 113.29180，选填。"), 12),
    Column("introduction", _("简介"), HEADINGS["introduction"], _("公众页面上的一两句话，选填。"), 50),
)

_UNIT = (
    Column("code", _("单位代码"), HEADINGS["code"], _("代码或全称，填一样就行。"), 18),
    Column("name", _("单位名称"), HEADINGS["name"], _("代码或全称，填一样就行。"), 32),
)

PEOPLE = (
    *_UNIT,
    Column("role", _("角色"), HEADINGS["role"], _("系统角色，不能高于您自己的。"), 16, needed=True),
    Column("person", _("姓名"), HEADINGS["person"], _("必填。"), 16, needed=True),
    Column("email", _("邮箱"), HEADINGS["email"], _("有邮箱就把开通链接发到邮箱。"), 26),
    Column("phone", _("手机号码"), HEADINGS["phone"], _("没有邮箱时用短信发链接。"), 16),
    Column("username", _("登录名"), HEADINGS["username"], _("导出时给出；新人不用填，由本人自己选。"), 16),
)

CONTACTS = (
    *_UNIT,
    Column(
        "role",
        _("角色"),
        HEADINGS["role"],
        _("领导小组组长、联络员、安全负责人、新闻联络人，或其他。"),
        16,
        needed=True,
    ),
    Column("duty", _("负责什么"), HEADINGS["duty"], _("角色是“其他”时必填。"), 16),
    Column(
        "person",
        _("姓名"),
        HEADINGS["person"],
        _("换了姓名就是换人接任，前一位到起始日期为止。"),
        16,
        needed=True,
    ),
    Column("post", _("职务"), HEADINGS["post"], _("选填。"), 20),
    Column("phone", _("电话"), HEADINGS["phone"], _("手机，或带区号的座机。"), 16),
    Column("email", _("邮箱"), HEADINGS["email"], _("选填。"), 26),
    Column("since", _("起始日期"), HEADINGS["since"], _("例如 2021-05-01；空着就是今天。"), 14),
    Column(
        "name_public", _("公开姓名和职务"), HEADINGS["name_public"], _("是或否：公众页面上看不看得到。"), 14
    ),
    Column("phone_public", _("公开电话"), (), _("是或否。"), 12),
    Column("email_public", _("公开邮箱"), (), _("是或否。"), 12),
)

#: of each kind of sheet
COLUMNS: dict[str, tuple[Column, ...]] = {
    SheetImport.Kind.UNITS: UNITS,
    SheetImport.Kind.PEOPLE: PEOPLE,
    SheetImport.Kind.CONTACTS: CONTACTS,
}
