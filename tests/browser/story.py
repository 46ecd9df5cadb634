"""A Live of 47 minutes for pictures and tests: six questions open, one on air, a gap, somebody to thank."""

import math
from typing import Any

from browser.double import Service, ago

CHAT = [
    ("naya.reads", "halo kak dari Batu", "id"),
    ("jo.marsh", "hello from Leeds, lovely reading room", "en"),
    ("rahmat77", "hadir min", "id"),
    ("ola.k", "pozdrawiam z Tarnowa!", "pl"),
    ("bangjoko", "suaranya putus-putus", "id"),
    ("dimasp", "rak bukunya bagus bgt", "id"),
    ("sri.w", "makasih infonya kak, jelas banget", "id"),
]

MARKUP = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
HOSTILE = {
    "markup": MARKUP + " boleh?",
    "turned round": "buka jam \u202e?gnay \u2067apa\u2069",
    "heaped": "Z\u0351\u0352\u0353\u0489a\u0334\u0310\u0321l\u0327\u0349g\u0322o\u0337" * 40,
    "endless": "W" * 5_000,
    "right to left": "هل المكتبة مفتوحة؟",
    "faces": FAMILY * 60 + "\U0001f3f3\ufe0f\u200d\U0001f308\U0001f1f5\U0001f1f1" * 60,
    "lines": "satu\n\n\n\ndua\t\ttiga\u2028empat\u0000\u0007",
}
"""What somebody may send who wants a screen to break, by what it does."""


def a_busy_live() -> Service:
    """Return a service in the middle of a Live."""
    service = Service()
    now = service.ask(
        "KTP luar kota bisa bikin kartu anggota gak, kak?", minutes_ago=9, askers=4, topic="membership"
    )
    again: dict[str, Any] = {"asked_again_at": ago(1), "askers": 6, "topic": "fines_lost"}
    service.ask("Dendanya berapa kalau telat?", minutes_ago=12, **again)
    service.ask("Sabtu buka sampai jam berapa?", minutes_ago=7, askers=5, topic="hours")
    heard = service.enter(
        "caption", minutes_ago=2, text="Sabtu kita buka sampai jam tiga sore", final=True, language="id"
    )
    hint = {"from": "host", "seq": heard["seq"], "text": heard["text"], "score": 0.8}
    service.questions[3]["hints"] = [hint]
    service.ask("Ada novel Laut Bercerita gak?", minutes_ago=4, askers=2, topic="catalogue_item")
    for who, text, language in CHAT:
        service.say(text, who=who, language=language, minutes_ago=2)
    service.enter("like", who="sari", count=38, total=12_438, minutes_ago=2)
    service.enter("join", who="rina", minutes_ago=2)
    service.ask("Są jeszcze kody Legimi?", who="kasia_w", minutes_ago=1, language="pl", topic="digital")
    service.ask(
        "Can I renew online if my card expired?", who="tom_hale", language="en", topic="renew_reserve"
    )
    service.ask("Suaranya putus-putus", minutes_ago=1, askers=4, kind="trouble", topic="about_live")
    thank(service, "Rina A.", "follow", followed=True)
    thank(service, "ola.k", "share", shares=2)
    thank(service, "Sari D.", "follow", followed=True)
    thank(service, "mas.eko", "follow", followed=True)
    thank(service, "bayu_m", "gift", gifts=3, gift="Rose")
    service.enter("acknowledged", question=now, by="host", minutes_ago=0.7)
    service.questions[now]["status"] = "acknowledged"
    service.pulse |= _counts()
    return service


def a_hostile_live() -> Service:
    """Return a Live in which every name and every text, wherever a view shows one, is meant to break it."""
    service = a_busy_live()
    for text in HOSTILE.values():
        service.say(text, who=text)
        asked = service.ask(text, who=text, language="ar", minutes_ago=13, approved=True, listed=1)
        heard = {"from": "viewer", "seq": asked, "text": text, "score": 0.9}
        whisper = {"seq": asked, "by": text, "text": text, "link": None}
        fact = {"text": text, "language": "id"}
        service.change(asked, hints=[heard], whispers=[whisper], facts=[fact], claimed_by=text)
        service.mark(asked, "spam")
        thank(service, text, "gift", gifts=1, gift=text)
    return service


def thank(service: Service, who: str, kind: str, **did: Any) -> None:
    """Let somebody do something that the host thanks them for."""
    body = {"gift": did["gift"], "count": did["gifts"], "final": True} if kind == "gift" else {}
    entry = service.enter(kind, who=who, **body)
    seq, waiting = entry["seq"], service.pulse["thanks"]
    nothing = {"gifts": 0, "gift": "", "followed": False, "shares": 0}
    one = {"entry": seq, "last": seq, "viewer": entry["viewer"]} | nothing | did
    service.beat(thanks=waiting | {"until": seq, "people": [*waiting["people"], one]})


def _counts() -> dict[str, Any]:
    people = {"viewers_now": 214, "viewers_peak": 231, "comments": 842, "comments_per_minute": 18}
    thanks = {"likes": 12_438, "gifts": 9, "follows": 17, "shares": 6, "joins": 310}
    timeline = [_minute(minute) for minute in range(47)]
    gaps = [{"from": ago(24.8), "until": ago(24.8 - 52 / 60)}]
    told = {"timeline": timeline, "gaps": gaps}
    return people | thanks | {"coverage": 0.982, "gap_seconds": 52.0, "unanswered": 7} | told


def _minute(minute: int) -> dict[str, Any]:
    viewers = round(40 + 190 * (1 - math.exp(-minute / 12)) + 14 * math.sin(minute / 3))
    comments = round(14 + 8 * math.sin(minute / 2.3) + 5 * math.sin(minute / 0.7))
    gap = 52.0 if minute == 22 else 0.0
    return {
        "at": ago(47 - minute),
        "viewers": viewers,
        "comments": comments,
        "likes": 200,
        "gap_seconds": gap,
    }
