"""Tests of what really goes wrong: killed processes, full disks, hostile files, a database that goes and comes."""
