"""Addresses as people write them, and the places that our own streets and objects give for them."""
