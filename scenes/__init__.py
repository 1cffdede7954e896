"""The chapters of the film: one file each, its shots in order; they import only uat and Manim."""
