"""Quality of data: published checks of every source, run after each load, with their history."""
