"""Faults that are survived: killed processes, failing and full disks, many writers."""
