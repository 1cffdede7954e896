"""A chapter of the film is one file, its shots in order; it imports only uat and Manim."""
