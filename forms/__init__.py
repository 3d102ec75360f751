"""What is asked, and every pure rule: packs, fields, guides, deadlines, checks, clock, errors."""
