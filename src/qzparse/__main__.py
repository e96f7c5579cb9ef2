"""`qzparse …` → the command line; a bare `--version` is answered without loading it."""

import gc
import sys


def main() -> None:
    """Run the command line, or tell the version at once."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from . import __version__

        sys.stdout.write(f"qzparse {__version__}\n")
        return
    # Records form no cycles: looking for them costs a tenth of a run.
    gc.set_threshold(100_000, 20, 100)
    from .cli import run

    run()


if __name__ == "__main__":
    main()
