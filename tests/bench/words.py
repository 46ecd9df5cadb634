"""Imported before `livedesk` is forked time and again: its words and weights are read once for all of them."""

from livedesk.questions.queue import Queue

Queue()
