"""Make the explorer: one page that works offline, with the reader's own function.

| part | what it does |
|---|---|
| static/core | formulas, networks, constructions: no page needed |
| static/view | graphs, surfaces, panels; the buttons that ask a live server |
| words | modules that are written from tables of Python |
| texts | the page's words in other languages |
| contents | the list of panels, and the links that hold their states |
| colours | the palette as variables of the style sheet |
| bundle | ES modules → one module |
| shorten | chooses short names for those that a program declares |
| minify | takes blanks, comments and long names out of JavaScript |
| build | puts modules, style and start state into one HTML file |
| embed | the same modules for a notebook, as one ES module |
| server | the page with buttons that call the library |
"""

from uat.page.build import build_page, save_page
from uat.page.embed import embedded

__all__ = ["build_page", "embedded", "save_page"]
