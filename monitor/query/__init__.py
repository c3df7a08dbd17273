"""The query language, and the index that looks for many queries in one pass. Pure: reads nothing, stores nothing."""
