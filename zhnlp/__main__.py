"""python -m zhnlp: the command line."""

import sys

try:
    from zhnlp.cli import main
except KeyboardInterrupt:  # before there is a command line that could say so
    sys.exit(130)

if __name__ == "__main__":
    main()
