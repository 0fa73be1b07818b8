"""`@task.drift_check`: a function of yours says what is checked when the task runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from airflow.sdk.bases.decorator import DecoratedOperator, task_decorator_factory

from drift.integrations.airflow.operator import DriftCheckOperator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from airflow.sdk import Context
    from airflow.sdk.bases.decorator import TaskDecorator


class DriftCheckDecoratedOperator(DecoratedOperator, DriftCheckOperator):
    """A check of what a function returns: a path, several, or a frame in memory."""

    template_fields: Sequence[str] = (
        *DecoratedOperator.template_fields,
        *(name for name in DriftCheckOperator.template_fields if name != "data"),
    )
    template_fields_renderers: ClassVar[dict[str, str]] = {
        **DecoratedOperator.template_fields_renderers,
        **DriftCheckOperator.template_fields_renderers,
    }
    custom_operator_name = "@task.drift_check"

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - those of both bases
        super().__init__(data=None, **kwargs)

    def execute(self, context: Context) -> dict[str, Any]:
        """Call the function, and check what it returns.

        Raises
        ------
        AirflowFailException, AirflowSkipException, DriftError
            As `DriftCheckOperator.execute` does.
        """
        known = {**context, **self.op_kwargs}
        self.data = self.python_callable(*self.op_args, **self.determine_kwargs(known))
        return DriftCheckOperator.execute(self, context)


def drift_check_task(python_callable: Callable[..., Any] | None = None, **kwargs: Any) -> TaskDecorator:  # noqa: ANN401 - the operator's
    """Make a task of a function that returns a batch; what else the operator takes is the decorator's.

    Parameters
    ----------
    python_callable : callable, optional
        The function: paths, or a frame of polars, pandas or Arrow. Airflow's context fills its arguments.
    **kwargs
        What `DriftCheckOperator` takes but `data`.
    """
    return task_decorator_factory(
        python_callable=python_callable,
        decorated_operator_class=DriftCheckDecoratedOperator,
        **kwargs,
    )
