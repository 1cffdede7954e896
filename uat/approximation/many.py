"""Approximate many functions at once, on this machine's cores or on the workers of a cluster."""

import contextlib
import multiprocessing as mp
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from uat.approximation import Approximation, approximate
from uat.base.errors import InputError, UatError
from uat.base.packages import require_package

TRIES = 3  # for a function whose worker died
ANSWER_SECONDS = 10.0
Result = Approximation | UatError
Problem = tuple[int, Any, Any]  # its number, the function, its box


def approximate_many(
    functions: Iterable[Any],
    boxes: Sequence[Any] | None = None,
    *,
    jobs: int | None = None,
    cluster: Any = None,
    progress: Callable[[int, int], None] | None = None,
    on_result: Callable[[int, Result], object] | None = None,
    keep_errors: bool = False,
    **options: Any,
) -> list[Result]:
    """Call `approximate` for many functions, and return the results in their order.

    functions: whatever `approximate` takes; what cannot be sent to another process, such as a
    lambda, is built in this one. boxes: one for each, or None for [0, 1]; the tiles of a picture
    are the same picture with several boxes.
    jobs: processes; None is one a core. cluster: the address of a dask scheduler, such as
    "tcp://127.0.0.1:8786", or a `distributed.Client`; functions must then be such that they can be
    sent: formulas, names, functions of modules, files that the workers see too.
    progress: called with the results so far and their total. on_result: called with the number of a
    function and its result as soon as that is there, so that no finished part can be lost.
    keep_errors: return the error of a function that cannot be approximated in the place of its
    result; else the first one is raised, after all others are done.
    options: those of `approximate`.

    A function whose worker dies is tried again, up to 3 times. Raises InputError for a request
    without meaning, or without dask.
    """
    given = list(functions)
    if boxes is not None and len(boxes) != len(given):
        raise InputError(f"there are {len(given)} functions, but {len(boxes)} boxes")
    problems = [(n, f, None if boxes is None else boxes[n]) for n, f in enumerate(given)]
    run = _on_cluster(problems, options, cluster) if cluster else _here(problems, options, jobs)
    results: dict[int, Result] = {}
    for number, result in run:
        results[number] = result
        if on_result is not None:
            on_result(number, result)
        if progress is not None:
            progress(len(results), len(given))
    found = [results[number] for number in range(len(given))]
    errors = [result for result in found if isinstance(result, UatError)]
    if errors and not keep_errors:
        raise errors[0]
    return found


def _build(problem: Problem, options: dict[str, Any]) -> tuple[int, Result]:
    """Approximate one function, in whatever process this is."""
    number, function, box = problem
    try:
        return number, approximate(function, box, **options)
    except UatError as error:
        return number, error


def _here(
    problems: Sequence[Problem], options: dict[str, Any], jobs: int | None
) -> Iterator[tuple[int, Result]]:
    """Run the tasks in processes of this machine; replace a process that died, and go on."""
    sent = [problem for problem in problems if _can_be_sent((problem, options))]
    count = min(jobs or os.cpu_count() or 1, len(sent))
    left = {problem[0]: problem for problem in sent} if count > 1 else {}
    yield from _in_processes(left, options, count)
    yield from (
        _build(problem, options) for problem in problems if count <= 1 or problem not in sent
    )


def _in_processes(
    left: dict[int, Problem], options: dict[str, Any], count: int
) -> Iterator[tuple[int, Result]]:
    """Run the tasks in worker processes, and those of one that died in others."""
    for tries in range(TRIES if left else 0):
        try:
            for number, result in _pooled(list(left.values()), options, count):
                del left[number]
                yield number, result
            return
        except BrokenProcessPool:
            if tries == TRIES - 1:
                raise InputError(
                    "worker processes keep dying: if memory is short, use jobs=1 or fewer neurons"
                ) from None


def _pooled(
    problems: Sequence[Problem], options: dict[str, Any], count: int
) -> Iterator[tuple[int, Result]]:
    context = mp.get_context("forkserver" if "forkserver" in mp.get_all_start_methods() else None)
    main = any(_needs_main(_pickled((problem, options))) for problem in problems)
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        with contextlib.nullcontext() if main else _unseen_main():
            running: set[Future[tuple[int, Result]]] = {
                pool.submit(_build, problem, options) for problem in problems
            }
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            whole = [future for future in done if future.exception() is None]
            yield from (future.result() for future in whole)
            for future in done:
                future.result()  # raises for a process that died


def _can_be_sent(problem: Any) -> bool:
    """Tell whether another process can have a problem; else it is solved in this one.

    A lambda cannot be sent. A function of the script that runs can, if the script may be imported
    without running it again: if it asks for its `__name__`.
    """
    content = _pickled(problem)
    return bool(content) and (not _needs_main(content) or _main_is_guarded())


def _pickled(problem: Any) -> bytes:
    try:
        return pickle.dumps(problem)
    except Exception:  # whatever it holds may raise anything
        return b""


def _needs_main(content: bytes) -> bool:
    return b"__main__" in content


def _main_is_guarded() -> bool:
    path = getattr(sys.modules["__main__"], "__file__", None)
    try:
        return path is not None and "__name__" in Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def _unseen_main() -> Iterator[None]:
    """Start processes that do not import the script: nothing that they get is defined there."""
    main = sys.modules["__main__"]
    before: dict[str, Any] = {
        name: vars(main)[name] for name in ("__file__", "__spec__") if name in vars(main)
    }
    vars(main).pop("__file__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        vars(main).update(before)


def _on_cluster(
    problems: Sequence[Problem], options: dict[str, Any], cluster: Any
) -> Iterator[tuple[int, Result]]:
    """Run the tasks on the workers of a scheduler, and fetch each result as soon as it is there."""
    with connected(cluster) as client:
        import distributed

        as_completed: Any = distributed.as_completed
        futures = client.map(_build, problems, options=options, pure=False, retries=TRIES)
        for future, result in as_completed(futures, loop=client.loop, with_results=True):
            yield result
            future.release()


def connected(cluster: Any) -> Any:
    """Return a client of the scheduler at an address, for use in a `with`; keep a client as it is.

    Raises MissingError if there is no dask, InputError if nobody answers.
    """
    require_package("distributed", "dask[distributed]", "sends work to a cluster")
    import distributed

    client: Any = distributed.Client
    if isinstance(cluster, client):
        return contextlib.nullcontext(cluster)
    try:
        return client(cluster, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"no dask scheduler answers at {cluster}: {error}") from None
