"""What commands work on, as the settings say: the log, its snapshots, the library and its words."""

from pathlib import Path
from typing import TYPE_CHECKING

from livedesk import LivedeskError

if TYPE_CHECKING:
    from livedesk.log import Broadcast, Log, Readable
    from livedesk.questions.lexicon import Lexicon
    from livedesk.questions.library import Library
    from livedesk.settings import Settings


def the_settings(languages: str | None = None) -> "Settings":
    """Read the settings, and let the library's topics and sensitivity hold."""
    from livedesk.questions.sensitivity import adopt
    from livedesk.settings import read_settings

    settings = read_settings(**({} if languages is None else {"languages": languages}))
    if settings.topics is not None:
        _adopt_topics(settings.topics)
    adopt(settings.sensitivity)
    return settings


def _adopt_topics(path: Path) -> None:
    """Let the library's own topics hold; TopicsUnreadable, which names the file, where it cannot be used."""
    from livedesk.questions.topics import TopicsUnreadable, adopt

    try:
        adopt(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TopicsUnreadable(f"The topics file {path} cannot be used: {reason}") from error


def the_log() -> "Log":
    """Open the log that the settings name."""
    from livedesk.log import open_log

    return open_log(_database_url())


def the_log_to_read() -> "Readable":
    """Open it for what only reads, which begins sooner so."""
    from livedesk.log import open_to_read

    return open_to_read(_database_url())


def _database_url() -> str:
    """Return where the log is; LogError where a database of which there are snapshots is gone."""
    from livedesk.log import snapshots

    settings = the_settings()
    snapshots.see_that_it_is_there(settings.database_path, settings.snapshots_folder)
    return settings.database_url


def find(log: "Readable", name: str) -> "Broadcast":
    """Return the broadcast with this id, or the latest; LivedeskError."""
    found = next((each for each in log.broadcasts() if name in {"latest", str(each.id)}), None)
    if found is None:
        raise LivedeskError(f"There is no broadcast {name!r}; 'livedesk broadcasts' lists what is recorded.")
    return found


def database_files(settings: "Settings") -> tuple[Path, Path]:
    """Return the database's file and the folder of its snapshots; LivedeskError where it is not a file."""
    database, folder = settings.database_path, settings.snapshots_folder
    if database is None or folder is None:
        raise LivedeskError("The database is no file: take its snapshots with its own tools.")
    return database, folder


def copies() -> list[Path]:
    """Return the copies of the database that livedesk has made; none where it is no file."""
    from livedesk.log import snapshots

    settings = the_settings()
    database, folder = settings.database_path, settings.snapshots_folder
    return [] if database is None or folder is None else snapshots.copies(folder, database)


def the_library(settings: "Settings") -> "Library | None":
    """Return what the library says of itself, None where it says nothing."""
    if settings.library is None:
        return None
    from livedesk.app import read_library

    return read_library(settings.library)


def the_lexicon() -> "Lexicon":
    """Return the words of the languages that are set."""
    from livedesk.questions.lexicon import lexicon

    return lexicon(tuple(the_settings().languages))


def whose(log: "Readable", handle: str | None) -> str:
    """Return the handle given, or that of the newest broadcast that was no rehearsal."""
    from livedesk.log.texts import plain_handle

    newest = next((each.handle for each in log.broadcasts() if not each.rehearsal), None)
    if not (found := plain_handle(handle or newest or "")):
        raise LivedeskError("Nothing is recorded yet: say whose lessons with --handle @name.")
    return found
