"""A command's help: typer's, with arguments told as a person writes them, and not by their Python types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer
    from typer.core import TyperGroup


class HelpfulCommand(TyperCommand):
    """A command whose help has ``DATA...`` where typer has ``{DATA}...`` and ``DATA <list[str]>``."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401 - its type is private to typer
        """Return what follows the command's name in its usage."""
        return [
            "[OPTIONS]",
            *(
                names if param.required else f"[{names}]"
                for param, names, _ in params_told(self, ctx)
                if param.param_type_name == "argument"
            ),
        ]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """Write the arguments and then the options."""
        told = list(params_told(self, ctx))
        for heading, kind in (("Arguments", "argument"), ("Options", "option")):
            rows = [(names, words) for param, names, words in told if param.param_type_name == kind]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def params_told(command: TyperCommand | TyperGroup, context: typer.Context) -> Iterator[tuple[Any, str, str]]:
    """Yield a command's arguments and options, each with its names and what help says of it."""
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if record is None:
            continue
        names, words = record
        if param.param_type_name == "argument":
            names = f"{param.metavar}{'...' if param.nargs != 1 else ''}"
        yield param, names, words
