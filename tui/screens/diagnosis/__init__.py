"""附件3 诊断: one organisation against its guide; what is shown, what is given, what leaves."""
