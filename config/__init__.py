"""Settings, limits, records of the city, words and the policy: what every other room leans on."""

__version__ = "0.1.0"
