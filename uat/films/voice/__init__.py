"""Speak what chapters say: words for symbols, sentences and their times, engines, sound in a file.

Text: spoken, sentences, pace, cues, stretch. Sound: sound. Who speaks: voice, speaker, piper,
espeak, recordings, choose. What is written: script, track.
"""
