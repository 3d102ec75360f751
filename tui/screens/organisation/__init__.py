"""党组织: the list, and the form of one."""
