from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from logging import Logger
from typing import Any, ClassVar, Protocol

from airflow.sdk.bases.decorator import TaskDecorator
from airflow.sdk.types import TaskInstanceKey

class Context(dict[str, Any]): ...

class DAG:
    dag_id: str
    def test(self, run_after: datetime | None = None, logical_date: datetime | None = ...) -> Any: ...

class Asset:
    name: str
    uri: str
    extra: dict[str, Any]
    def __init__(self, name: str | None = None, uri: str | None = None) -> None: ...

class BaseOperator:
    template_fields: Sequence[str]
    template_fields_renderers: ClassVar[dict[str, str]]
    operator_extra_links: Sequence[BaseOperatorLink]
    ui_color: str
    task_id: str
    outlets: list[Any]
    do_xcom_push: bool
    def __init__(self, **kwargs: Any) -> None: ...
    @property
    def log(self) -> Logger: ...
    @property
    def output(self) -> Any: ...
    def execute(self, context: Context) -> Any: ...
    partial: ClassVar[Callable[..., Any]]
    def __rshift__(self, other: Any) -> Any: ...
    def __lshift__(self, other: Any) -> Any: ...

class BaseOperatorLink(metaclass=ABCMeta):
    operators: ClassVar[list[type[BaseOperator]]]
    @property
    @abstractmethod
    def name(self) -> str: ...
    @property
    def xcom_key(self) -> str: ...
    @abstractmethod
    def get_link(self, operator: BaseOperator, *, ti_key: TaskInstanceKey) -> str: ...

class _Decorators(Protocol):
    def __call__(self, python_callable: Callable[..., Any]) -> Callable[..., Any]: ...
    def __getattr__(self, name: str) -> TaskDecorator: ...

task: _Decorators

def dag(
    dag_id_or_func: str | None = None,
    *,
    schedule: Any = None,
    start_date: datetime | None = None,
    catchup: bool = ...,
    default_args: Mapping[str, Any] | None = None,
    tags: Sequence[str] = ...,
) -> Callable[[Callable[..., Any]], Callable[..., DAG]]: ...
