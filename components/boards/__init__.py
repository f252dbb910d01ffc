"""Boards of the printed documents: the city plan, the development goals, the ratings."""
