"""The board as SVG: what is printed on it, drawn once, and what lies on it, drawn for each frame.

Pure functions from positions and states to markup. Colours are classes, so that one style sheet
decides them for light and dark; nothing here carries a style of its own.
"""
