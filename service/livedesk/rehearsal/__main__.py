"""Run the stand-in as a program of its own: `python -m livedesk.rehearsal [SCRIPT] [--speed 10] [--port 9000]`.

It prints where it is, as settings of livedesk, and plays until it is interrupted:

    LIVEDESK_TIKTOK_APP_URL=http://127.0.0.1:9000
    LIVEDESK_TIKTOK_WEBCAST_URL=http://127.0.0.1:9000/webcast
    LIVEDESK_SIGN_URL=http://127.0.0.1:9001
    LIVEDESK_HANDLE=perpus.randualas

With `--events` it plays a long Live to measure with instead of a script.
"""

import argparse
import asyncio
import sys
from contextlib import suppress

from livedesk.rehearsal.feed import Feed
from livedesk.rehearsal.load import load_feed
from livedesk.rehearsal.script import BUILTIN, ScriptError, load
from livedesk.rehearsal.standin import StandIn


def main() -> int:
    """Play what the arguments say; 1 and one line on standard error where the script cannot be read."""
    arguments = _arguments()
    try:
        feed = _feed(arguments)
    except ScriptError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with suppress(KeyboardInterrupt):
        asyncio.run(_play(feed, arguments))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m livedesk.rehearsal", description="Play a Live on the loopback."
    )
    parser.add_argument("script", nargs="?", default=BUILTIN, help="a script's path, or the built-in one")
    parser.add_argument("--speed", type=float, default=1.0, help="times as fast as life")
    parser.add_argument("--seed", type=int, default=0, help="varies viewers' ids and times")
    parser.add_argument(
        "--port", type=int, default=0, help="TikTok's; the signer takes the next (default: any)"
    )
    parser.add_argument("--events", type=int, help="play so many made-up events instead of a script")
    parser.add_argument("--rate", type=float, help="events a second (default: as fast as they are taken)")
    parser.add_argument("--per-frame", type=int, default=1, help="events in a frame")
    parser.add_argument(
        "--started-at", type=int, help="milliseconds since 1970 from which made-up events count"
    )
    return parser.parse_args()


def _feed(arguments: argparse.Namespace) -> Feed:
    if arguments.events is None:
        return load(arguments.script)
    return load_feed(
        events=arguments.events,
        rate=arguments.rate,
        per_frame=arguments.per_frame,
        seed=arguments.seed,
        started_at=arguments.started_at,
    )


async def _play(feed: Feed, arguments: argparse.Namespace) -> None:
    async with StandIn(feed, speed=arguments.speed, seed=arguments.seed, port=arguments.port) as standin:
        sys.stdout.write(
            f"LIVEDESK_TIKTOK_APP_URL={standin.app_url}\n"
            f"LIVEDESK_TIKTOK_WEBCAST_URL={standin.webcast_url}\n"
            f"LIVEDESK_SIGN_URL={standin.sign_url}\n"
            f"LIVEDESK_HANDLE={standin.handle}\n"
        )
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
