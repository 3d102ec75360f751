"""Property tests share the machine with the rest of the suite, so they are not timed one by one."""

from hypothesis import settings

settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")
