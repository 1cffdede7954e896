"""Options as people know them from elsewhere are read where they have one meaning here.

Each word stands for options of uat, or for a sentence: what to do instead.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import click

# Another name of an option, whose value follows.
NAMES = {
    **dict.fromkeys(("lang", "locale"), "--language"),
    **dict.fromkeys(("tolerance", "eps", "epsilon", "accuracy", "max-error"), "--tol"),
    **dict.fromkeys(("range", "interval", "xlim", "dom"), "--domain"),
    **dict.fromkeys(("export", "write"), "--save"),
    **dict.fromkeys(("certify", "proof"), "--prove"),
    **dict.fromkeys(("frame-rate", "framerate"), "--fps"),
    **dict.fromkeys(("dtype", "float"), "--precision"),
    **dict.fromkeys(("max-neurons", "num-neurons", "n-neurons"), "--neurons"),
    **dict.fromkeys(("eval", "point", "evaluate"), "--at"),
    **dict.fromkeys(("output", "out"), "-o"),
    **dict.fromkeys(("aspect", "aspect-ratio", "ratio"), "--shape"),
}
# A word without a value, or with this one, and the options that say the same.
WORDS = {
    **dict.fromkeys(("upright", "portrait", "vertical", "mobile", "phone"), "--shape portrait"),
    **dict.fromkeys(("square",), "--shape square"),
    **dict.fromkeys(("light", "white"), "--theme light"),
    **dict.fromkeys(("dark",), "--theme dark"),
    **dict.fromkeys(("no-text", "no-subtitles", "no-captions"), "--no-burn"),
    **dict.fromkeys(("alpha", "no-background"), "--transparent"),
    **dict.fromkeys(("speak", "audio", "narration", "sound"), "--voice"),
    **dict.fromkeys(("draft", "fast", "preview"), "--quality l"),
    **dict.fromkeys(("4k", "uhd"), "--quality k"),
    **dict.fromkeys(("hd", "1080p", "fullhd"), "--quality h"),
    **dict.fromkeys(("gif",), "--format gif"),
    **dict.fromkeys(
        ("weights", "show-weights", "print-weights", "equation", "formula"), "--formula text"
    ),
    **dict.fromkeys(("latex", "tex"), "--formula latex"),
    **dict.fromkeys(("fp32", "single"), "--float32"),
    **dict.fromkeys(("thumbnail", "thumb", "cover"), "--poster"),
    **dict.fromkeys(("best", "fewest", "smallest", "minimal"), "--with best"),
    **dict.fromkeys(("german", "deutsch"), "--language de"),
    **dict.fromkeys(("spanish", "español"), "--language es"),
}
# Words that name a construction, with its neurons for a piece, or an activation.
CONSTRUCTIONS = {"bumps": 2, "steps": 1, "ramps": 1}
CONSTRUCTIONS |= dict.fromkeys(("quadrants", "towers", "ridges", "facets", "folds"), 0)
ACTIVATIONS = ("relu", "tanh", "sigmoid", "softplus", "gelu", "elu", "silu", "mish")
SHORT_QUALITY = re.compile("-p?q([lmhk]?)")  # as manim has it
PICTURES = (".png", ".svg", ".pdf")
LISTS = {"--tol", "--neurons"}  # may be numbers with commas, where they may be repeated
SHORT_SIDES = {480: "l", 720: "m", 1080: "h", 2160: "k"}
# Values as people write them elsewhere, and ours.
VALUES = {
    "--quality": {f"{side}p": quality for side, quality in SHORT_SIDES.items()},
    "--shape": {"16:9": "wide", "1:1": "square", "9:16": "portrait"},
}
# What is so without being asked for, or what to do instead; of one command, or (*) of each.
ALREADY = {
    "render": {
        **dict.fromkeys(
            ("subtitles", "captions", "srt"),
            "a film has its subtitles beside it anyway, as .srt and .vtt; --burn writes them into "
            "the picture",
        )
    },
    "compare": dict.fromkeys(("deep", "depth"), "deep networks are compared anyway"),
    "explore": dict.fromkeys(
        ("exercises", "exercise"),
        "the page holds ten exercises anyway; docs/teachers.md lists them",
    ),
}
INSTEAD = {
    "render": {
        **dict.fromkeys(
            ("lang", "language", "locale"),
            "films speak English: --script FILE writes what is said, --voice FOLDER takes "
            "recordings of it in any language",
        ),
        **dict.fromkeys(
            ("duration", "length", "seconds", "speed", "from", "to", "start", "end"),
            "a chapter lasts as long as what it says: --list has the lengths, --script FILE the "
            "beats with their seconds, --beat N renders one of them",
        ),
        **dict.fromkeys(
            ("dry-run", "dry"),
            "--list shows the chapters, --script FILE writes what is said; neither renders",
        ),
        **dict.fromkeys(
            ("color", "colors", "colour", "colours", "palette"),
            "colours mean the same in every film, plot and page: --theme light is the other ground",
        ),
    },
    "explore": dict.fromkeys(
        ("embed", "iframe", "figure"),
        "--panel bumps -o figure.html writes one figure, to be shown in a page of yours",
    ),
    "approximate": {
        **dict.fromkeys(
            ("derivative", "gradient", "slopes"),
            "networks are as close as asked to the values of f, not to its slopes",
        ),
        **dict.fromkeys(
            ("save-proof", "certificate", "cert"),
            "--prove --save f.proof.json writes the proof, which uat check verifies",
        ),
        **dict.fromkeys(
            ("font-size", "fontsize"), "--style font.size=18 sets how large letters are"
        ),
        **dict.fromkeys(
            ("grayscale", "greyscale", "bw", "colors", "colours", "cmap"),
            "--style grayscale, or any style of matplotlib, such as --style my.mplstyle",
        ),
        **dict.fromkeys(
            ("benchmark", "time", "timing"), "--json has the seconds of building and measuring"
        ),
        **dict.fromkeys(
            ("bits", "int8", "quantize", "quantise", "quantization"),
            "weights are floats, in 8 bits with --precision float8, in 16 with --precision float16",
        ),
        **dict.fromkeys(
            ("depth", "layers", "deep", "width"),
            "--with folds builds a deep network, as narrow and deep as the tolerance asks",
        ),
        **dict.fromkeys(
            ("epochs", "lr", "learning-rate", "optimizer", "batch-size", "train"),
            "nothing is trained: uat compare sets what is trained beside what is built",
        ),
        **dict.fromkeys(
            ("plot-range", "plot-domain", "outside", "extrapolate", "beyond"),
            "save the network with --save net.json; uat load net.json -d -1:2 --plot beyond.png "
            "draws it outside its domain",
        ),
    },
    "*": {
        **dict.fromkeys(
            ("lang", "language", "locale"),
            "reports are in English; uat explore --language de writes a page in German",
        ),
        **dict.fromkeys(
            ("from", "to", "start", "end", "xmin", "xmax"),
            "the domain is one option, such as -d 0:2",
        ),
        **dict.fromkeys(
            ("quiet", "silent"),
            "progress goes to standard error, and 2>/dev/null hides it",
        ),
    },
}


def known_options(command: click.Command) -> set[str]:
    """Return every name of every option of a command."""
    options = (p for p in command.params if isinstance(p, click.Option))
    return {name for p in options for name in (*p.opts, *p.secondary_opts)} | {"-h", "--help"}


def values_of(command: click.Command) -> set[str]:
    """Return the names of the options that take a value, which must follow them."""
    options = [p for p in command.params if isinstance(p, click.Option)]
    return {n for p in options if not (p.is_flag or isinstance(p.flag_value, str)) for n in p.opts}


def without_value(args: Sequence[str], command: click.Command) -> str:
    """Name an option that another one follows where its value should be; "" if there is none."""
    known, takes = known_options(command), values_of(command)
    given = args[: args.index("--")] if "--" in args else args
    found = (a for a, b in pairwise(given) if a in takes and b in known and b.startswith("--"))
    return next(found, "")


def as_ours(args: Sequence[str], command: click.Command) -> tuple[list[str], list[str]]:
    """Write arguments with the options of a command; return them, and what to say about them."""
    known, takes, lists = known_options(command), values_of(command), _lists(command)
    found: list[str] = []
    told: list[str] = []
    rest = list(args)
    while rest:
        arg = rest.pop(0)
        if arg == "--":
            return [*found, arg, *rest], told
        name, equals, value = arg.partition("=")
        if found and found[-1] in takes:
            option = found.pop()
            own = _own(option, arg, told)
            parts = _listed(own, option) if option in lists else [own]
            found += [word for part in parts for word in (option, part)]
            continue
        if equals and name in VALUES:
            found.append(f"{name}={_own(name, value, told)}")
            continue
        if "--quality" in known and (short := SHORT_QUALITY.fullmatch(name)):
            found += ["--quality", *short[1]]
            told.append(f"{name} is read as {' '.join(('--quality', *short[1]))}")
            continue
        if name in known or not (name.startswith("--") or name == "-o"):
            found.append(arg)
            continue
        word = name.lstrip("-").lower()
        if sentence := ALREADY.get(str(command.name), {}).get(word):
            told.append(f"{name}: {sentence}")
            continue
        ours, used = _ours(word, value if equals else "".join(rest[:1]), known)
        if not ours:
            found.append(arg)
            continue
        told.append(f"{name}{used and f' {used}'} is read as {' '.join(ours)}")
        found += [*ours, value] if equals and not used else ours
        rest = rest[1:] if used and not equals else rest
    return found, told


def _own(option: str, value: str, told: list[str]) -> str:
    """Return our word for an option's value, and add what to say about it to `told`."""
    own = VALUES.get(option, {}).get(value.lower(), value)
    if own != value:
        told.append(f"{option} {value} is read as {option} {own}")
    return own


def _lists(command: click.Command) -> set[str]:
    """Return the names of the options of numbers that may be given more than once."""
    options = (p for p in command.params if isinstance(p, click.Option) and p.multiple)
    return {name for option in options for name in option.opts} & LISTS


def _listed(text: str, option: str) -> list[str]:
    """Return the numbers of a list such as 0.1,0.01; in 0,01 the comma is that of a decimal."""
    parts = [part.strip() for part in text.split(",")]
    plain = len(parts) == 2 and option == "--tol" and all(part.isdigit() for part in parts)
    return [text] if plain or not all(parts) else parts


def _ours(word: str, value: str, known: set[str]) -> tuple[list[str], str]:
    """Return the options that a word stands for, [] if none, and the value in them, or ""."""
    if word in ("resolution", "res", "size") and "--quality" in known:
        return _of_pixels(value), value
    if word in CONSTRUCTIONS and "--with" in known:
        each = CONSTRUCTIONS[word]
        if each and value.isdecimal():
            return ["--with", word, "--neurons", str(each * int(value))], value
        return ["--with", word], ""
    if word in ACTIVATIONS and "--activation" in known:
        return ["--activation", word], ""
    name = NAMES.get(word)
    if word in ("o", "out", "output", "file") and {"--save", "--plot"} <= known:
        name = "--plot" if value.lower().endswith(PICTURES) else "--save"
    if name in known:
        return [str(name)], ""
    ours = WORDS.get(word, "").split()
    return (ours if ours and ours[0] in known else []), ""


def _of_pixels(text: str) -> list[str]:
    """Return the options of a picture of so many pixels, such as 1080x1920 or 480p; [] if none."""
    if quality := VALUES["--quality"].get(text.lower()):
        return ["--quality", quality]
    parts = text.lower().replace("×", "x").replace(",", "x").split("x")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        return []
    width, height = map(int, parts)
    quality = SHORT_SIDES.get(min(width, height), "")
    shapes = {"wide": (16, 9), "square": (1, 1), "portrait": (9, 16)}
    for shape, (across, up) in shapes.items():
        if quality and abs(width * up - height * across) <= 2 * up * across:
            return ["--shape", shape, "--quality", quality]
    return []


def instead(name: str, command: click.Command) -> str:
    """Say what to do instead of an option that has no counterpart; "" if nothing is known."""
    word = name.lstrip("-").lower()
    for key in (str(command.name), "*"):
        if word in INSTEAD.get(key, {}):
            return INSTEAD[key][word]
    return ""
