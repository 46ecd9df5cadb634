"""What livedesk costs, measured on the whole: `make bench`, or `PYTHONPATH=tests python -m bench [NAMES]`.

    stage (TikTok's stand-in) → the livedesk command → audience (WebSocket clients)

Each is a process of its own, livedesk alone on one core. Every run ends with a comparison of what was sent with
what is on disk and with what each client was sent: a run that loses or repeats an entry is a failure, not a figure.
"""
