"""Which comments are questions, which ask the same, what they are about, and what became of them. Pure.

comment → text (one plain spelling) → detect (does it ask?) → topics (about what?)
        → group (who asked that before?) → matter (with the decisions: its questions) → queue (in which order)

To add a language: one file in `languages/`. To add a topic: one table in `topics.toml`.
"""
