"""`qzparse …` → the command line; a bare `--version` is answered without loading it."""

import sys


def main() -> None:
    """Run the command line, or tell the version at once."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from . import __version__

        sys.stdout.write(f"qzparse {__version__}\n")
        return
    from .cli import run

    run()


if __name__ == "__main__":
    main()
