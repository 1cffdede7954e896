"""Render films of the construction: the voice, the stage that chapters play on, and the renderer.

| module | what lives there |
|---|---|
| voice | spoken words, sentences and their times, subtitles, engines, sound |
| renderer | chapters, shots, worker processes, cache, joining |
| stage | graphs, curves, reliefs, diagrams and text, drawn by Manim |
"""
