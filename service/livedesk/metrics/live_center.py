"""The nine numbers that only TikTok's LIVE Center knows, typed in by staff after the Live."""

from livedesk.events import LiveCenter

NUMBERS = tuple(name for name in LiveCenter.__struct_fields__ if name != "by")

MOST = 10_000_000_000
LONGEST_WATCH_S = 86_400

_NO_MORE_THAN = (
    ("lc_unique_viewers", "lc_views", "more unique viewers than views"),
    ("lc_peak_viewers", "lc_views", "more viewers at once than views"),
    ("lc_gifters", "lc_unique_viewers", "more people who gave than unique viewers"),
)
"""What cannot be larger than what, and how that reads where it is."""


def refusal(typed: LiveCenter) -> str | None:
    """Say in one sentence why these numbers cannot be LIVE Center's, or None where they can."""
    numbers = {name: number for name in NUMBERS if (number := getattr(typed, name)) is not None}
    if not numbers:
        return "Type in at least one of LIVE Center's numbers."
    if not all(0 <= number <= MOST for number in numbers.values()):
        return f"LIVE Center's numbers are between 0 and {MOST}."
    if numbers.get("lc_avg_watch_time_s", 0) > LONGEST_WATCH_S:
        return "Nobody watches a Live for longer than a day: the average watch time is in seconds."
    too_many = (told for less, more, told in _NO_MORE_THAN if numbers.get(less, 0) > numbers.get(more, MOST))
    told = next(too_many, None)
    return None if told is None else f"There are {told}: look at LIVE Center again."
