"""Scenes of walls as markup that stands for itself: drawn by the server, shown by a small script."""
