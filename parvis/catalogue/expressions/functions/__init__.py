"""The functions of the language, one file a family. The page has the same ones, under the same names."""
