"""Read a table of samples, kept as text, as a function that is linear between them.

    file → lines → cells → columns with kinds → inputs and values → grid or scattered samples

sniff: what separates columns, where rows begin. commas: those inside numbers. read: the file.
numerals, dates: cells to numbers. column: of what kind the cells of a column are. helpers: columns
that count rows or hold errors. asked: columns that the user chose. columns: which are inputs.
repeated: several values at a place. grid: a full grid of samples, of one input or more. triangles,
scattered: any samples, joined by triangles. choose: which of them it is. held: samples in memory
instead of a file.
"""
