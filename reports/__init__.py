"""What leaves the program: snapshots of what a person sees."""
