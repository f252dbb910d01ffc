"""Fetching over http(s) within limits: for sources on a schedule and for layers that are passed on."""
