"""Plots drawn on the server: SVG with a title and a description, beside which a page puts the same as a table."""
