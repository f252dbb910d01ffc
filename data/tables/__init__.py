"""Tables that officials bring: kept for a day, looked into, mapped, tried and loaded."""
