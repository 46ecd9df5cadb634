"""What all tests of the sources need."""

import warnings

from hypothesis import HealthCheck, settings

# A busy machine is no failure: no test is timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# TikTokLive is imported once, here: it imports deprecated modules, and a warning is an error in the tests.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import livedesk.sources.seam  # noqa: F401
