"""Headings that people write over the columns of a guest list."""

NAME = ("来宾", "来宾姓名", "带队人")
UNIT = ("工作单位", "所在单位", "学校")
POST = ("职称",)
KIND = ("来宾类别",)
RANK = ("次序", "序号")
PHONE = ("手机", "联系电话", "手机号")
EMAIL = ("电子邮箱", "邮件")
