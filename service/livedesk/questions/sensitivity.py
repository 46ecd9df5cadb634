"""How much is taken for a question, from 0 (what bears a mark) to 1 (nearly everything), as the library has set it."""

SENSITIVITY = 0.5
"""Unless the host moves it."""


def adopt(sensitivity: float) -> None:
    """Let this sensitivity hold for the rest of the process, before anything is read."""
    _adopted[:] = [sensitivity]


def adopted() -> float:
    """Return the sensitivity that holds."""
    return _adopted[-1]


_adopted = [SENSITIVITY]
