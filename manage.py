"""Django's own entry point, for tools that expect it; people use `zhibu`."""

from zhibu.config.cli import main

if __name__ == "__main__":
    main()
