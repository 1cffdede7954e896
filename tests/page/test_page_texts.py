"""The page in other languages: every text is translated, keeps its holes, and finds room."""

import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
from click.testing import CliRunner
from formulas import CORPUS
from notations import HINTS
from panels import all_made, figures, held, panel, press, settle
from playwright.sync_api import Browser, Page
from texting import page_texts, served_texts

from uat.cli import main
from uat.functions.expression import people, vocabulary
from uat.page import build, build_page, texts
from uat.page.texts import TRANSLATED

HOLE = re.compile(r"\{\w+\}")

# Strings with blanks or capitals that nobody reads: styles, selectors, paths, names of keys.
NO_TEXT = re.compile(
    r"""\.{0,2}[/#]|[.<(:]|var\(|translate\(|\{1\}px|\d+px|input|button,|z/|M\{1\}|attribute|precision|color
    |(graph|node|tag|handle|stage|body|scroll|thumb|nav)\b[ ]\S+$
    |(English|Deutsch|Español|Enter|Home|SVG|PNG|POST|DELETE|Content-Type|Backspace)$
    |(\{1\}[ ])?mod\(|in[ ]range|(ExpressionError|NFKC|ArcTan|XYZ|True|False)$""",
    re.VERBOSE,
)


def is_text(string: str) -> bool:
    """Whether a string of the program looks like words for people."""
    words = HOLE.sub("", string)
    looks = re.search("[A-Za-z]{2}", words) and (" " in string or string[0].isupper())
    return bool(looks) and not NO_TEXT.match(string)


def test_every_text_is_translated() -> None:
    """What the program says is in the table, and the table has nothing that it no longer says."""
    said = page_texts()
    left = {text: file for text, file in said.items() if text not in texts.texts()}
    missing = {
        text: file for text, file in left.items() if is_text(text) and text not in people.MACROS
    }
    # Hints are found by how the sentence about a formula begins.
    begun = [text for text, file in missing.items() if file == "hints.js"]
    assert all(any(each.startswith(text) for each in texts.texts()) for text in begun)
    missing = {text: file for text, file in missing.items() if file != "hints.js"}
    assert not missing, "texts of the page without a translation, in uat/page/texts.json"
    numbered = {f"{{1}} {text}" for text in said}  # as `plural` writes them
    known = {*said, *numbered, build.TITLE, build.NO_SCRIPT}
    assert [text for text in texts.texts() if text not in known] == []


def test_every_text_of_a_served_page_is_translated() -> None:
    known, said = texts.texts(texts.SERVED), served_texts()
    missing = {text for text in said if is_text(text) and text not in known | texts.texts()}
    assert missing == {"controls running", "verdict passed"}  # classes of elements
    assert set(known) <= said
    for language in TRANSLATED:
        page = texts.texts_module(language, served=True)
        assert known["Done: {1}."][language] in page
        assert known["Done: {1}."][language] not in texts.texts_module(language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_are_whole(language: str) -> None:
    table = texts.texts() | texts.texts(texts.SERVED)
    whole = {text: row[language] for text, row in table.items() if not HOLE.search(text)}
    for text, row in table.items():
        other = row[language]
        assert sorted(HOLE.findall(other)) == sorted(HOLE.findall(text)), text
        assert other.count("*") == text.count("*"), text
        assert other.strip() == other and text.strip() == text
        # Room on buttons and beside graphs; long texts may be a half longer.
        assert len(other) <= 1.5 * len(text) + 14, (text, other)
        # A translation that is an English text, too, would be translated once more.
        assert whole.get(other, other) == other, (text, other)
        # Both end alike: with a full stop, a colon or nothing.
        ends = [each[-1] if each[-1] in ".:?…" else "" for each in (text, other)]
        assert ends[0] == ends[1], (text, other)


def test_marks_of_texts_differ() -> None:
    table = texts.texts() | texts.texts(texts.SERVED)
    assert len({texts.mark_of(text) for text in table}) == len(table)
    assert (
        texts.mark_of("a" * 7)
        == np.base_repr(sum(97 * 31**k for k in range(7)) % 2**32, 36).lower()
    )


def test_pages_stay_small() -> None:
    """A page has the same room in every language, and with a menu of them."""
    sizes = {language: len(build_page(language=language).encode()) for language in texts.LANGUAGES}
    assert sizes["all"] <= 190_000
    assert sizes["en"] < min(sizes["de"], sizes["es"]) < sizes["all"]


STRANGE = "ж"  # a letter of no text of the page

WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.getElementById("page"), NodeFilter.SHOW_ALL);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isText = node.nodeType === Node.TEXT_NODE;
    if (isText && !node.parentElement.closest("pre")) found.push(node.data);
    for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"]) {
      if (node.getAttribute?.(name)) found.push(node.getAttribute(name));
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def strange(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page in a language whose words have one letter only."""

    def letters(text: str) -> str:
        return "".join(
            part if HOLE.fullmatch(part) else re.sub(r"[^\W\d_]", STRANGE, part)
            for part in re.split(r"(\{\w+\})", text)
        )

    table = {text: {"de": letters(text)} for text in texts.texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "texts", lambda: table)
        build._code.cache_clear()
        text = build_page(language="de")
        build._code.cache_clear()
    path = tmp_path_factory.mktemp("strange") / "page.html"
    path.write_text(text, encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    all_made(page)
    yield page
    page.close()


# Names of functions and files, which are the same in every language.
NAMES = re.compile(
    r"\b(nielsen|sigmoid|relu|tanh|linear|abs|atan|sin|exp|cos|pi|AND|XOR|OR|English|Deutsch|Español|SVG|PNG)\b"
    r"|[\w-]+\.\w+$"
)

NETWORK = "y = "  # as a formula


# Each button of the panels that changes only the page, one after the other; training takes long.
PRESSED = f"""async () => {{
  const words = {WORDS};
  const frame = () => new Promise(requestAnimationFrame);
  const found = new Set(words());
  for (const section of document.querySelectorAll("main section:not(#train)")) {{
    const buttons = ".guess button, .exercise button, .choice button, .controls button";
    for (const each of section.querySelectorAll(buttons)) {{
      if (!each.checkVisibility() || each.disabled) continue;
      each.click();
      await frame();
      await frame();
      for (const text of words()) found.add(text);
    }}
  }}
  return [...found];
}}"""


def test_nothing_of_the_page_is_in_english_only(strange: Page) -> None:
    """Neither at first nor after guesses, hints and choices."""
    catalogue = json.loads(strange.locator("#catalogue").text_content() or "")
    names = {row["name"] for row in catalogue}
    texts = {text.strip() for text in strange.evaluate(PRESSED)}
    rest = {text for text in texts - names if not text.startswith(NETWORK)}
    bare = {NAMES.sub("", text): text for text in rest}
    assert {text for left, text in bare.items() if re.search("[A-Za-z]{3}", left)} == set()


# What the page says of each formula, without the buttons beside it.
SAID_OF = """async (formulas) => {
  const [field, problem] = [document.getElementById("f"), document.querySelector(".problem")];
  const said = [];
  for (const formula of formulas) {
    field.value = formula;
    field.dispatchEvent(new Event("change"));
    await new Promise((done) => requestAnimationFrame(done));
    said.push([...problem.childNodes].filter((each) => !each.matches?.(".offers"))
      .map((each) => each.textContent).join(""));
  }
  return said;
}"""


def test_what_is_said_of_formulas_is_translated(strange: Page) -> None:
    """Of each sentence there is only left what was typed, or is to be written."""
    formulas = [case["text"] for case in CORPUS["errors"]] + [text for text, _ in HINTS]
    formulas = [text for text in formulas if "\n" not in text]  # a field of one line
    ours = {*vocabulary.FUNCTIONS, *vocabulary.ALIASES, *vocabulary.CONSTANTS, *vocabulary.WORDS}
    said = strange.evaluate(SAID_OF, formulas)
    words = {
        text: {*re.findall(r"(?<!U\+)\b[A-Za-z]{2,}", sentence)} - {*re.findall("[A-Za-z]+", text)}
        for text, sentence in zip(formulas, said, strict=True)
    }
    assert {text: left - ours for text, left in words.items() if left - ours} == {}
    assert sum(STRANGE in sentence for sentence in said) > 0.9 * len(formulas)


# In the browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page with all of its languages."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(build_page(language="all"), encoding="utf-8")
    return path.as_uri()


def test_the_menu_changes_the_language_and_keeps_the_state(page: Page) -> None:
    found = panel(page, "pair")
    found.get_by_role("button", name="Make a bump", exact=True).click()
    settle(page)
    page.get_by_label("Language").select_option("de")
    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.title() == "Jede Funktion, Neuron für Neuron"
    assert figures(panel(page, "pair"))["was du siehst"] == "ein Buckel"
    press(page, found.get_by_role("slider", name="Gewicht w1"), "ArrowUp")
    assert figures(panel(page, "pair"))["was du siehst"] == "die erste schaltet zuerst"
    page.get_by_role("button", name="Rückgängig").click()
    settle(page)
    assert figures(panel(page, "pair"))["was du siehst"] == "ein Buckel"
    page.get_by_label("Sprache").select_option("es")
    assert figures(panel(page, "pair"))["lo que ves"] == "una meseta"
    page.get_by_label("Idioma").select_option("en")
    assert figures(panel(page, "pair"))["what you see"] == "a bump"


@pytest.mark.parametrize(
    ("asked", "browser", "spoken"),
    [("", "es-MX", "en"), ("?language=de", "es-MX", "de"), ("?language=auto", "es-MX", "es"),
     ("?language=auto", "fr-FR", "en"), ("?language=xx", "de-DE", "en")],
)  # fmt: skip
def test_the_browsers_language_counts_only_if_the_link_asks(
    chromium: Browser, url: str, asked: str, browser: str, spoken: str
) -> None:
    context = chromium.new_context(locale=browser)
    page = held(context.new_page())
    page.goto(url + asked)
    page.locator("h1").wait_for()
    assert page.evaluate("document.documentElement.lang") == spoken
    context.close()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_panel_fits_a_phone(chromium: Browser, url: str, language: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{url}?language={language}")
    all_made(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate("""() => [...document.querySelectorAll("button, .slider span, dt, h2")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth)
      .map((each) => each.textContent)""")
    assert wide == []
    page.close()


def test_the_command_writes_a_page_in_a_language(tmp_path) -> None:
    out = tmp_path / "seite.html"
    assert CliRunner().invoke(main, ["explore", "--language", "de", "-o", str(out)]).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert '<html lang="de">' in page and "<title>Jede Funktion" in page
    assert "JavaScript" in page.split("<noscript>")[1].split("</noscript>")[0]
    plain = build_page()
    assert "Jede Funktion" not in plain and len(plain) < len(page) < len(build_page(language="all"))
    refused = CliRunner().invoke(main, ["explore", "--language", "klingon", "-o", str(out)])
    assert refused.exit_code == 2 and "de" in refused.output
