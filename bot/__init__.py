"""Encore's core: the plan, the delivery promise, the content and the words; it knows no platform."""
