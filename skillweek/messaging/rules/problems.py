"""What went wrong with a message, as a sentence; the codes are ours or, with ``isv.`` and ``isp.``, the provider's."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "mail.unreachable": _("连不上邮件服务器"),
    "mail.login": _("邮件服务器不认发信的账号或密码"),
    "mail.sender": _("邮件服务器不接受这个发件地址"),
    "mail.tls": _("与邮件服务器的加密连接没有建立"),
    "mail.later": _("对方邮件服务器暂时不收，过后再试"),
    "mail.recipient": _("对方邮件服务器说没有这个收件人，或者拒收"),
    "mail.content": _("邮件服务器拒收这封邮件"),
    "mail.address": _("这不是一个邮箱地址"),
    "file.unwritable": _("消息写不进文件夹"),
    "sms.unreachable": _("连不上短信服务商"),
    "sms.silent": _("短信服务商没有答复，可能已经收下；再试之前会先去查"),
    "sms.unreadable": _("短信服务商的答复读不懂"),
    "sms.later": _("短信服务商暂时不能服务，过后再试"),
    "sms.template": _("这类短信还没有登记服务商的模板"),
    "lost": _("几次送到一半都中断了，对方可能收到过；重发前请先问一问"),
    "retention": _("保存期已到，没有发出"),
    "isv.BUSINESS_LIMIT_CONTROL": _("这个号码短时间里收到的短信太多，服务商限流，过后再试"),
    "isv.DAY_LIMIT_CONTROL": _("今天的短信数量已到服务商账户里设的上限"),
    "isv.MONTH_LIMIT_CONTROL": _("本月的短信数量已到服务商账户里设的上限"),
    "isv.OUT_OF_SERVICE": _("服务商账户停机，多半是余额不足"),
    "isv.AMOUNT_NOT_ENOUGH": _("服务商账户余额不足"),
    "isv.ACCOUNT_ABNORMAL": _("服务商账户异常"),
    "isv.ACCOUNT_NOT_EXISTS": _("服务商没有这个账户"),
    "isv.PRODUCT_UN_SUBSCRIPT": _("服务商账户没有开通短信服务"),
    "isv.PRODUCT_UNSUBSCRIBE": _("服务商账户没有开通短信服务"),
    "isv.DENY_IP_RANGE": _("服务商不接受来自这台服务器所在地区的请求"),
    "isp.RAM_PERMISSION_DENY": _("服务商账户没有发短信的权限"),
    "InvalidAccessKeyId.NotFound": _("服务商不认这个访问密钥"),
    "SignatureDoesNotMatch": _("服务商说请求的签名不对，请核对密钥"),
    "isp.SYSTEM_ERROR": _("短信服务商的系统出错，过后再试"),
    "Throttling": _("发得太快，服务商限流，过后再试"),
    "isv.MOBILE_NUMBER_ILLEGAL": _("手机号码不对"),
    "isv.SMS_TEMPLATE_ILLEGAL": _("服务商没有这个模板，或者还没有审核通过"),
    "isv.SMS_SIGNATURE_ILLEGAL": _("服务商没有这个短信签名，或者还没有审核通过"),
    "isv.SMS_SIGN_ILLEGAL": _("这个短信签名被服务商禁用"),
    "isv.SIGN_STATE_ILLEGAL": _("这个短信签名现在不可用"),
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": _("短信签名和模板的用途不一致"),
    "isv.TEMPLATE_MISSING_PARAMETERS": _("模板里有变量没有给值"),
    "isv.TEMPLATE_PARAMS_ILLEGAL": _("模板变量的值不合服务商的规定"),
    "isv.INVALID_PARAMETERS": _("发给服务商的内容不合规定"),
    "isv.INVALID_JSON_PARAM": _("发给服务商的内容不合规定"),
    "isv.PARAM_LENGTH_LIMIT": _("模板变量的值太长"),
    "isv.PARAM_NOT_SUPPORT_URL": _("服务商不允许变量里有网址，请把网址写进模板"),
    "isv.BLACK_KEY_CONTROL_LIMIT": _("变量里有服务商禁用的词"),
    "isv.SMS_CONTENT_ILLEGAL": _("短信里有服务商禁止的内容"),
}


def sentence(code: str) -> str:
    """The sentence of ``code``; a general one for codes of providers that are not in the table."""
    return str(SENTENCES.get(code, _("没有送出去"))) if code else ""
