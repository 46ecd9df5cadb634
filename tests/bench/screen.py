"""What the desk's page takes in a real Chromium: from frame to pixel, and after fifty thousand comments.

A comment is on the screen when the picture that first holds its row has been painted. Needs the development install.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace
from playwright.sync_api import CDPSession, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from browser.chromium import ARGUMENTS, executable
from livedesk.events import Comment, Ended, Event
from livedesk.log import open_log
from livedesk.privacy import Pseudonyms, protect
from livedesk.rehearsal.load import load_feed

from .desk import TOKEN, Desk, open_desk, settings
from .latency import percentiles
from .live import Outcome, measure
from .stage import Plan

RATE, SECONDS = 200, 20
COMMENTS = 50_000
STEPS = 5
WORDINGS = 100
BATCH = 500
KEYS = "jjjkkjjkjjjkkkjjkj"
SCROLLED_SECONDS = 3
SLOW_FRAME_MS = 1000 / 60 * 1.5

WATCH = """
const arrived = {}, painted = {};
const bench = (window.livedeskBench = { arrived, painted, slow: [], comments: 0, noting: true });
const wall = () => performance.timeOrigin + performance.now();
const after = (work) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = work;
  port2.postMessage(0);
};
const native = window.requestAnimationFrame.bind(window);
let inPicture = false;
window.requestAnimationFrame = (work) => native((at) => {
  inPicture = true;
  after(() => (inPicture = false));
  work(at);
});
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.type !== 'entries') return;
      const said = frame.entries.filter(({ kind }) => kind === 'comment');
      bench.comments += said.length;
      if (bench.noting) for (const { text } of said) arrived[text] = wall();
    });
  }
};
new MutationObserver((changes) => {
  const texts = changes.flatMap(({ addedNodes }) => [...addedNodes])
    .flatMap((node) => (node.querySelectorAll ? [...node.querySelectorAll('.text')] : []))
    .map((node) => node.textContent).filter((text) => !(text in painted));
  const note = () => { const at = wall(); for (const text of texts) painted[text] ??= at; };
  if (texts.length && bench.noting) inPicture ? after(note) : native(() => after(note));
}).observe(document, { childList: true, subtree: true });
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) bench.slow.push([name, duration]);
}).observe({ type: 'event', durationThreshold: 16, buffered: true });
"""

CAUGHT_UP = "(comments) => window.livedeskBench.comments >= comments"
SCROLL = """
async (seconds) => {
  const rows = document.querySelector('.rows');
  const gaps = [];
  let before = performance.now(), down = 0;
  const until = before + seconds * 1000;
  while (before < until) {
    const now = await new Promise((done) => requestAnimationFrame(done));
    gaps.push(now - before);
    before = now;
    rows.scrollTop = (down += 24) % Math.max(1, rows.scrollHeight - rows.clientHeight);
  }
  return gaps.slice(1);
}
"""


def rows() -> Iterator[str]:
    """Measure the way to the pixel, then the page of a long Live."""
    yield "| from | p50 ms | p95 ms | p99 ms | comments |"
    yield "|---|---|---|---|---|"
    outcome, seen = _followed()
    sent = _sent(outcome)
    for name, since in (("sent by TikTok", sent), ("frame in the browser", seen["arrived"])):
        ways = [at - since[text] for text, at in seen["painted"].items() if text in since]
        p50, p95, p99 = percentiles(ways)
        yield f"| {name} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {len(ways)} |"
    yield ""
    yield f"| after {COMMENTS:,} comments | |"
    yield "|---|---|"
    yield from (f"| {name} | {figure} |" for name, figure in _long())


def _followed() -> tuple[Outcome, dict[str, Any]]:
    """Play a Live to a page and return what the page saw."""
    seen: dict[str, Any] = {}

    @contextmanager
    def watching(desk: Desk) -> Iterator[None]:
        with _page(desk) as (page, _):
            yield
            time.sleep(1)
            seen.update(page.evaluate("window.livedeskBench"))

    return measure(Plan(RATE * SECONDS, 1, RATE), watching=watching), seen


def _sent(outcome: Outcome) -> dict[str, float]:
    """Return when the stand-in sent each comment, by its text, in milliseconds since 1970."""
    load = load_feed(events=RATE * SECONDS, rate=RATE, per_frame=1, faulty=False)
    sent = zip(load.expected, outcome.played.sent_at, strict=True)
    return {event.body.text: at / 1e6 for event, at in sent if isinstance(event.body, Comment)}


def _long() -> Iterator[tuple[str, str]]:
    """Record a long Live step by step behind an open page and yield what the page holds and takes."""
    with TemporaryDirectory() as folder:
        address = settings(Path(folder), 0)["LIVEDESK_DATABASE_URL"]
        events = _events()
        with closing(open_log(address)) as log:
            broadcast = log.open("perpus.kota", "77", events[0].at).id
            log.append(broadcast, events[:BATCH])
            with open_desk(Path(folder), ["serve"], {}) as desk, _page(desk) as (page, tools):
                page.evaluate("window.livedeskBench.noting = false")
                heaps = []
                comments = 0
                for at in range(BATCH, len(events), BATCH):
                    comments += sum(isinstance(each.body, Comment) for each in events[at : at + BATCH])
                    log.append(broadcast, events[at : at + BATCH])
                    if at // BATCH % (len(events) // BATCH // STEPS) == 0:
                        page.wait_for_function(CAUGHT_UP, arg=comments, timeout=300_000)
                        heaps.append(_heap(tools))
                page.wait_for_function(CAUGHT_UP, arg=comments, timeout=300_000)
                yield "first contentful paint, ms", f"{_first_paint(page):.0f}"
                yield "heap after each fifth, MB", ", ".join(f"{heap:.1f}" for heap in heaps)
                yield "a key to the next picture, longest, ms", f"{_longest(page):.0f}"
                gaps = page.evaluate(SCROLL, SCROLLED_SECONDS)
                late = sum(gap > SLOW_FRAME_MS for gap in gaps)
                yield (
                    "frames while the chat scrolls, a second",
                    f"{len(gaps) / SCROLLED_SECONDS:.0f} ({late} late)",
                )
                yield "first contentful paint of another page, ms", f"{_first_paint(_again(page)):.0f}"


def _events() -> list[Event]:
    """Return a mixed load with so many comments in some thousand wordings, its end left out."""
    pseudonyms = Pseudonyms(bytes(32))
    load = load_feed(events=COMMENTS * 100 // 46, rate=15, per_frame=10, duplicate_every=0, faulty=False)
    events = (event for event in load.expected if not isinstance(event.body, Ended))
    return [protect(_repeated(event), pseudonyms) for event in events]


def _repeated(event: Event) -> Event:
    """Number comments anew after so many: people repeat each other."""
    if not isinstance(event.body, Comment):
        return event
    words, _, number = event.body.text.rpartition(" ")
    return replace(event, body=replace(event.body, text=f"{words} {int(number) % WORDINGS}"))


@contextmanager
def _page(desk: Desk) -> Iterator[tuple[Page, CDPSession]]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(playwright), args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(WATCH)
        tools = page.context.new_cdp_session(page)
        until = time.monotonic() + 60
        while True:
            try:
                page.goto(f"http://127.0.0.1:{desk.port}/?token={TOKEN}")
                page.get_by_role("region", name="Pulse").wait_for()
                break
            except PlaywrightError:  # the desk is not there yet
                if time.monotonic() > until:
                    raise
                time.sleep(0.3)
        yield page, tools
        chromium.close()


def _heap(tools: CDPSession) -> float:
    tools.send("HeapProfiler.collectGarbage")
    return float(tools.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def _first_paint(page: Page) -> float:
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))


def _longest(page: Page) -> float:
    page.evaluate("window.livedeskBench.slow = []")
    for key in KEYS:
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    slow = page.evaluate("window.livedeskBench.slow")
    return max((duration for _, duration in slow), default=16.0)


def _again(page: Page) -> Page:
    page.reload()
    page.get_by_role("region", name="Pulse").wait_for()
    return page
