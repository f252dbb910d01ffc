"""Values that officials enter: who answers for what, checks, proposals and their approval, tables to fill in."""
