"""python -m zhnlp: the command line."""

from zhnlp.cli import main

if __name__ == "__main__":
    main()
