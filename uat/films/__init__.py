"""Render films of the construction: the stage that chapters play on, and the renderer.

| module | what lives there |
|---|---|
| renderer | chapters, shots, worker processes, cache, joining, subtitles |
| stage | graphs, curves, reliefs, diagrams and text, drawn by Manim |
"""
