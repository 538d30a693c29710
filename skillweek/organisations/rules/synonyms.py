"""Other words under which people write the same thing in a sheet: data, in Chinese."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("单位代码", "单位编码", "编码", "机构代码"),
    "name": ("单位名称", "单位", "全称", "机构名称", "学校名称"),
    "short_name": ("单位简称",),
    "name_en": ("英文名", "英文名称"),
    "kind": ("单位类别", "单位类型", "类型", "性质"),
    "parent": ("上级", "上级单位名称", "主管单位", "主管部门"),
    "located_in": ("所在地", "所在县区", "所在县市区", "属地"),
    "division_code": ("行政区划代码", "区划"),
    "counts_in_report": ("计入总结", "纳入总结", "是否计入全市总结"),
    "address": ("单位地址", "详细地址", "通讯地址"),
    "introduction": ("单位简介", "介绍"),
    "latitude": ("北纬",),
    "longitude": ("东经",),
    "role": ("职责", "联系人角色", "身份"),
    "duty": ("负责", "分工"),
    "person": ("联系人", "联系人姓名", "人员姓名"),
    "post": ("职位", "岗位"),
    "phone": ("手机", "联系电话", "手机号", "电话号码", "联系方式"),
    "email": ("电子邮箱", "电子邮件", "邮件"),
    "since": ("开始日期", "任职日期", "起始", "起"),
    "name_public": ("公开姓名",),
    "username": ("账号", "用户名"),
}
YES = frozenset({"是", "√", "✓", "有", "公开", "对", "yes", "y", "true", "1"})
NO = frozenset({"否", "×", "✗", "无", "不公开", "不", "no", "n", "false", "0", ""})
#: short ways to say a contact's role
CONTACT_ROLES = {
    "组长": "head", "领导": "head", "负责人": "head", "联系人": "liaison", "安全": "safety", "安全员": "safety",
    "新闻": "press", "宣传": "press", "新闻宣传": "press",
}  # fmt: skip
#: 2021年5月1日
DATE_WORDS = ("年", "月", "日")
