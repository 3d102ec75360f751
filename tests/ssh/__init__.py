"""A real sshd on loopback, set up as the README says."""
