"""Peers of the program as servers over the same PostGIS: tipg and pygeoapi, each as its documentation starts it."""
