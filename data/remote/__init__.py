"""Layers from elsewhere: asked for by us, checked, kept within bounds, and shown with their last state when silent."""
