"""`python -m zvirka` is the `zvirka` command."""

from zvirka.cli import main

if __name__ == "__main__":
    main()
