"""Takes pictures of the desk with the story's Live: `python -m browser.screens` in `tests/`."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser.chromium import ARGUMENTS, executable
from browser.double import Service, open_desk
from browser.story import a_busy_live

SCREENS = Path(__file__).parent / "screens"
SIZES = {"desk": (1280, 800), "tablet": (820, 1180), "phone": (390, 844)}
THEMES = ("dark", "light", "contrast")


def picture(browser: Browser, service: Service, name: str, size: tuple[int, int], **settings: object) -> None:
    """Open the desk in a window of this size with these settings and keep its picture."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Jakarta", locale="en"
    )
    stored = (
        "localStorage.setItem('livedesk.settings', JSON.stringify("
        + str(settings).replace("True", "true")
        + "))"
    )
    page.add_init_script(stored)
    open_desk(page, service)
    page.get_by_role("banner").wait_for()
    page.get_by_text("842").first.wait_for()
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"{name}.png")
    page.close()


def take() -> None:
    """Take every picture."""
    SCREENS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=ARGUMENTS)
        for name, size in SIZES.items():
            for theme in THEMES:
                picture(browser, a_busy_live(), f"{name}-{theme}", size, theme=theme)
        browser.close()


if __name__ == "__main__":
    take()
