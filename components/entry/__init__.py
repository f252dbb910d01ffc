"""Parts of the screens of values that officials enter."""
