"""What all tests share."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine makes nothing wrong
settings.load_profile("untimed")
