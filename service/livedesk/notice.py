"""What viewers are told before they write: a line for the bio, a paragraph for the stream or a web page (pure).

The paragraphs say what livedesk does by the retention that is set. They are no legal advice: the library's
data-protection officer reads them first.
"""

from typing import NamedTuple

from livedesk.retention import Retention


class Notice(NamedTuple):
    """`line` fits into a bio, `paragraph` says all; `{days}`, `{months}` and `{contact}` are filled in."""

    line: str
    paragraph: str


NOTICES: dict[str, Notice] = {
    "en": Notice(
        "We note the questions of this Live so that none is missed. Privacy: {contact}",
        "During this Live the library keeps comments, questions, gifts, likes, follows and shares with your handle and "
        "nickname, so that no question stays unanswered. Telephone numbers, e-mail addresses, identity and card "
        "numbers are cut out before anything is kept; what you or a moderator delete on TikTok is deleted here too, "
        "where TikTok tells us. Texts and names are deleted after {days} days; after {months} months only figures "
        "are left. Nobody is followed from one Live to the next. If you want to see what is kept of you, or to be "
        "forgotten, write to {contact}. TikTok has its own rules.",
    ),
    "id": Notice(
        "Kami mencatat pertanyaan di Live ini supaya tidak ada yang terlewat. Privasi: {contact}",
        "Selama Live ini perpustakaan menyimpan komentar, pertanyaan, gift, like, follow, dan share beserta nama akun "
        "dan nama tampilan Anda supaya tidak ada pertanyaan yang terlewat. Nomor telepon, alamat e-mail, nomor "
        "identitas, dan nomor kartu dihapus sebelum disimpan; yang Anda atau moderator hapus di TikTok kami hapus "
        "juga, sejauh TikTok memberi tahu kami. Teks dan nama dihapus setelah {days} hari; setelah {months} bulan "
        "hanya angka yang tersisa. Tidak ada orang yang diikuti dari satu Live ke Live berikutnya. Untuk melihat "
        "data Anda atau minta dihapus, hubungi {contact}. TikTok punya aturannya sendiri.",
    ),
    "pl": Notice(
        "Zapisujemy pytania z tego live'a, żeby żadne nie zginęło. Prywatność: {contact}",
        "Podczas tego live'a biblioteka zapisuje komentarze, pytania, prezenty, polubienia, obserwowania i "
        "udostępnienia wraz z nazwą konta i pseudonimem, żeby żadne pytanie nie pozostało bez odpowiedzi. Numery "
        "telefonów, adresy e-mail, numery identyfikacyjne i numery kart są wycinane przed zapisaniem; to, co usuniesz "
        "na TikToku Ty lub moderator, usuwamy także u nas, o ile TikTok nas o tym powiadomi. Teksty i nazwy usuwamy "
        "po {days} dniach, a po {months} miesiącach zostają tylko liczby. Nikogo nie śledzimy z jednego live'a na "
        "drugi. Jeśli chcesz zobaczyć, co o Tobie mamy, albo zostać zapomniany, napisz: {contact}. TikTok ma własne "
        "zasady.",
    ),
}


def notice(language: str, retention: Retention, contact: str) -> Notice:
    """Return the notice in one of the languages of `NOTICES`, with what is set filled in."""
    filled = {
        "days": retention.text_days,
        "months": retention.pseudonym_months,
        "contact": contact,
    }
    return Notice(*(text.format(**filled) for text in NOTICES[language]))
