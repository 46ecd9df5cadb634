"""A rehearsal: a Live that never was, played to the real client over the loopback.

script → feed → messages → frames → standin ⇄ TikTokLive

`doors` answers the client on its way in, `faults` is what can be made to go wrong. `StandIn` is what
everybody needs; `script` reads a scripted Live, `load` makes a long one for measuring.
"""

from livedesk.rehearsal.standin import StandIn

__all__ = ["StandIn"]
