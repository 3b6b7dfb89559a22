"""``python -m fidelity``: the command line."""

from fidelity.cli import main

if __name__ == "__main__":
    main()
