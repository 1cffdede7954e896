"""Small matrices are multiplied in one thread: several would wait longer than they work."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def one_thread(*modules: str) -> Iterator[None]:
    """Keep the linear algebra that is loaded by now in one thread, as long as this lasts.

    modules: those that are loaded first, as only threads of what is loaded are kept.
    The threads of a BLAS spin while they wait: on a busy machine that took ten times as long. And
    sums are then added in one order, however many cores there are. Without threadpoolctl nothing
    is kept.
    """
    for module in modules:
        import_module(module)
    try:
        from threadpoolctl import threadpool_limits
    except ModuleNotFoundError:
        yield
        return
    with threadpool_limits(1, user_api="blas"):
        yield
