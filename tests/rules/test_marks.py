"""Which comments seem to break the house's rules, and above all which do not."""

import pytest

from livedesk.events import Body, Comment, Deleted, Entry, Erased, PlatformQuestion, Settled, Viewer
from livedesk.privacy.redaction import redact
from livedesk.questions.lexicon import lexicon
from livedesk.questions.library import LibraryUnreadable, OwnRules, parse
from livedesk.rules import LANGUAGES, house
from livedesk.rules.marks import KEPT, Mark, Marks
from livedesk.rules.repeats import BOUND, BY_MANY, BY_ONE, Repeats


class Chat:
    """A chat and its marks: one comment a second unless it is told otherwise."""

    def __init__(self, own: OwnRules = OwnRules()) -> None:  # noqa: B008 - it cannot be changed
        self.marks = Marks(house(own), lexicon(("id", "en", "pl")))
        self.seq = 0

    def take(
        self, body: Body, viewer: str = "ani", *, second: float | None = None, asks: bool = False
    ) -> Mark | None:
        self.seq += 1
        at = round(1000 * (self.seq if second is None else second))
        entry = Entry(self.seq, 1, at, at, body, Viewer(viewer), f"m{self.seq}")
        return self.marks.take(entry, asks=asks)

    def say(
        self, text: str, viewer: str = "ani", *, second: float | None = None, asks: bool = False
    ) -> tuple[str, ...]:
        mark = self.take(Comment(redact(text)), viewer, second=second, asks=asks)
        return () if mark is None else mark.reasons


@pytest.mark.parametrize(
    "text",
    [
        *(
            "dasar goblok",
            "GOBLOOOOK lu",
            "slot gacor hari ini",
            "open bo kak",
            "g o b l o k banget",
            "k0nt0l",
        ),
        *("kurwa mać", "spierdalaj", "chuj ci w oko", "zarobisz 500 dziennie", "k u r w a"),
        *("fuck this", "you b1tch", "free followers here", "f4f", "𝓯𝓾𝓬𝓴 you"),
    ],
)
def test_insults_and_advertising_are_marked_in_every_language_and_disguise(text: str) -> None:
    assert Chat().say(text) == ("words",)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ada novel Hujan karya Tere Liye?",
            "saya suka banget",
            "ada buku tentang anjing dan babi gak",
            "jebakan apa",
        ),
        *("ada buku tentang judi online gak kak", "bagus banget!!!", "a b c", "kak 5 buku, 7 hari ya"),
        *(
            "Moby Dick please",
            "do you have Casino Royale",
            "a cock and bull story",
            "shiitake cookbook",
            "12 a 3 b 4 c",
        ),
        *(
            "Idiota Dostojewskiego jest?",
            "pedały do roweru",
            "as karo asu",
            "suka w książce o psach",
            "ile kosztuje",
        ),
    ],
)
def test_titles_and_ordinary_words_are_not_marked(text: str) -> None:
    assert Chat().say(text) == ()


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("wa aku 0812 3456 7890", ("contact",)),
        ("email rina@mail.example ya kak", ("contact",)),
        ("jual follower wa 0812 3456 7890", ("words", "contact")),
        ("@…  makasih kak", ()),
    ],
)
def test_contact_data_is_marked_and_who_is_addressed_is_not(text: str, reasons: tuple[str, ...]) -> None:
    assert Chat().say(text) == reasons


def test_one_viewer_saying_the_same_thrice_within_a_minute_is_marked_but_not_who_asks_again() -> None:
    chat = Chat()
    assert [chat.say(text) for text in ("mampir dong", "Mampir dong!", "mampir dong")] == [
        (),
        (),
        ("repeated",),
    ]
    assert [chat.say("buka sabtu gak", asks=True) for _ in range(BY_ONE + 1)] == [()] * (BY_ONE + 1)
    assert chat.say("mampir dong", second=200) == ()


def test_many_viewers_with_the_same_sentence_are_marked_and_many_greetings_are_not() -> None:
    chat = Chat()
    said = [chat.say("cek profil saya ada promo", f"v{number}") for number in range(BY_MANY)]
    assert said == [*[()] * (BY_MANY - 1), ("repeated",)]
    assert [chat.say("hadir kak", f"v{number}") for number in range(20)] == [()] * 20


def test_the_host_and_moderators_are_not_marked_and_what_is_asked_by_the_button_is() -> None:
    chat = Chat()
    assert chat.take(Comment("jangan bilang goblok ya", role="host")) is None
    assert chat.take(Comment("jangan bilang goblok ya", role="moderator")) is None
    assert chat.take(PlatformQuestion("goblok ya?")) == Mark(3, ("words",))


def test_what_is_deleted_or_erased_is_no_longer_marked() -> None:
    chat = Chat()
    for viewer in ("ani", "budi", "cici"):
        chat.say("goblok", viewer)
    chat.take(Deleted(message_ids=("m1",)))
    chat.take(Erased(viewer_keys=("budi",)))
    assert [mark.comment for mark in chat.marks.latest()] == [3]
    chat.take(Settled(kept="pseudonyms", figures={}))
    assert chat.marks.latest() == []


def test_only_the_newest_marks_are_kept() -> None:
    chat = Chat()
    for number in range(KEPT + 5):
        chat.say(f"goblok {number}")
    assert [chat.marks.latest()[0].comment, len(chat.marks.latest())] == [6, KEPT]


def test_a_flood_is_remembered_within_bounds() -> None:
    repeats = Repeats()
    for number in range(3 * BOUND):
        repeats.take(0, f"text {number}", "v")
    assert len(repeats._said) == len(repeats._by_wording) == BOUND


def test_a_library_adds_words_allows_others_and_says_the_rules_itself() -> None:
    library = parse(
        '[rules]\nwords = ["tiket konser"]\nallowed = ["goblok goblokan"]\n'
        'text = { id = ["Santun ya."] }\nreminder = { id = "Santun ya, kak." }\n'
    )
    chat = Chat(library.rules)
    assert [chat.say("jual tiket konser"), chat.say("goblok goblokan"), chat.say("goblok")] == [
        ("words",),
        (),
        ("words",),
    ]
    rules = house(library.rules)
    assert (rules.rules["id"], rules.reminders["id"]) == (("Santun ya.",), "Santun ya, kak.")
    assert set(rules.rules) == set(rules.reminders) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ('words = ["!!"]', "words are made of letters"),
        ('allowed = [""]', "words are made of letters"),
        (f'reminder = {{ en = "{"a" * 301}" }}', "at most 300 characters"),
        ('text = { en = [""] }', "at most 300 characters"),
        ('text = { en = ["a","b","c","d","e","f","g","h","i","j","k","l","m"] }', "at most 12 rules"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_in_a_sentence(rules: str, sentence: str) -> None:
    with pytest.raises(LibraryUnreadable, match=sentence):
        parse(f"[rules]\n{rules}\n")
