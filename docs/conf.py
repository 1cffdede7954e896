"""How Sphinx builds the documentation: Markdown pages, the API from docstrings, a gallery."""

import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")
sys.path.insert(0, str(Path(__file__).parent / "extensions"))

import uat

# Pages of the API are written anew: those of modules that are gone would be warned of.
shutil.rmtree(Path(__file__).parent / "api", ignore_errors=True)

project = "uat"
author = "The uat authors"
copyright = author
release = version = uat.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx-mathjax-offline",
    "sphinx_gallery.gen_gallery",
    "uat_docs",
]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
templates_path = ["_templates"]
exclude_patterns = ["_build", "_templates", "examples/README.rst", "**sg_execution_times.rst"]
html_theme = "furo"
html_title = f"uat {release}"
html_show_search_summary = False  # excerpts are fetched, which browsers refuse in a folder
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = True
add_module_names = False
sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "filename_pattern": "/plot_",
    "within_subsection_order": "FileNameSortKey",  # the order of the lesson
    "image_scrapers": ("matplotlib", "uat_docs.figures_of_views"),
    "download_all_examples": False,
    "show_memory": False,
    "write_computation_times": False,  # a page that asks a server for its table
    "show_signature": False,
    "min_reported_time": 1e9,
}
