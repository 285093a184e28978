"""IPython's settings for the kernels that run the chapters; copied to a profile of the build."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.IPKernelApp.log_level = 40  # errors only: the pages show what the cells say, not the kernel


def _plain(value, printer, cycle):  # type: ignore[no-untyped-def]
    printer.text(repr(value.item()))


# A NumPy scalar is shown as the number it is, which `glue` can then format in the prose.
c.PlainTextFormatter.float_precision = "%s"
c.PlainTextFormatter.deferred_printers = {
    ("numpy", name): _plain
    for name in ("float64", "float32", "int64", "int32", "intp", "bool", "bool_")
}


def _print_in_one_piece() -> None:
    """Send what a cell prints when it ends, not every fifth of a second.

    On a busy machine a line could be cut in two, and the page showed it so.
    """
    from ipykernel.iostream import OutStream

    OutStream.flush_interval = 3600.0


_print_in_one_piece()
