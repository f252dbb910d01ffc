"""The frame of module pages: what the address says, filters, answers, figures, map and list from one record."""
