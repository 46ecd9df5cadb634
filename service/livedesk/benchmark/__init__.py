"""Libraries of a kind held against each other without anybody's data (pure).

`card` makes of a quarter's Lives the one file that leaves the library, behind guards; `comparison` makes medians
and quartiles of many libraries' cards, never a league table. To add a figure: a line in `FIGURES` and its three
places in `Card`, and a new `SCHEMA_VERSION`.
"""
