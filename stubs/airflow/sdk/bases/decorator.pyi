from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, overload

from airflow.sdk import BaseOperator

class TaskDecorator(Protocol):
    @overload
    def __call__(self, python_callable: Callable[..., Any]) -> Callable[..., Any]: ...
    @overload
    def __call__(self, **kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]: ...

class DecoratedOperator(BaseOperator):
    custom_operator_name: str
    python_callable: Callable[..., Any]
    op_args: Sequence[Any]
    op_kwargs: Mapping[str, Any]
    def determine_kwargs(self, context: Mapping[str, Any]) -> Mapping[str, Any]: ...

def task_decorator_factory(
    python_callable: Callable[..., Any] | None = None,
    *,
    multiple_outputs: bool | None = None,
    decorated_operator_class: type[BaseOperator],
    **kwargs: Any,
) -> TaskDecorator: ...
