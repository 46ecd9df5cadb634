"""TikTokLive is imported once, here: it imports deprecated modules, and a warning is an error in these tests."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import TikTokLive.client.client  # type: ignore[import-untyped]
    import TikTokLive.events  # type: ignore[import-untyped]  # noqa: F401
