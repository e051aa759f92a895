"""Slack: decode, render, send."""
