"""TikTokLive is imported once, here: it imports deprecated modules, and a warning is an error in these tests."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import livedesk.sources.seam  # noqa: F401
