"""What gateways raise."""


class GatewayProblem(Exception):
    """``code`` is one of ``rules.problems``; ``detail`` is what the other side said."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


class Refused(GatewayProblem):
    """The other side will never take this message."""


class Trouble(GatewayProblem):
    """The message may go another time.

    ``unsure``: it may have arrived all the same. ``everywhere``: no message can go now. ``seconds``: at least so
    long to wait.
    """

    def __init__(
        self, code: str, detail: str = "", *, unsure: bool = False, everywhere: bool = False, seconds: int = 0
    ) -> None:
        super().__init__(code, detail)
        self.unsure = unsure
        self.everywhere = everywhere
        self.seconds = seconds
