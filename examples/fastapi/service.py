"""A model behind FastAPI that keeps what it sees: `uvicorn service:app`.

The log is opened when a worker starts, after any fork, and closed when it ends, so that nothing waits then.
Where it goes is asked of the environment: a folder, or a URL such as `s3://bucket/features`.
"""

from __future__ import annotations

import os
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from pydantic import BaseModel

from drift.log import FeatureLog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Order(BaseModel):
    """What is asked about."""

    basket_value: float
    items: int
    country: str


class Score(BaseModel):
    """What is answered. Who keeps `request_id` can ask later what the model saw: `drift lookup`."""

    request_id: str
    fraud: float


@asynccontextmanager
async def open_log(app: FastAPI) -> AsyncIterator[None]:
    """Have a log for as long as the service runs."""
    with FeatureLog(os.environ.get("FEATURE_LOG", "features")) as log:
        app.state.log = log
        yield


app = FastAPI(lifespan=open_log)


@app.post("/score")
async def score(order: Order, request: Request) -> Score:
    """Answer, and keep what was seen; `write` waits for nothing, so it may be called from here."""
    request_id = str(uuid.uuid4())
    fraud = predict(order)
    request.app.state.log.write(request_id, order.model_dump(), model="fraud-7", prediction=fraud)
    return Score(request_id=request_id, fraud=fraud)


@app.get("/health")
async def health(request: Request) -> dict[str, int]:
    """Tell what the log could not take; alarm when one of these grows."""
    stats = request.app.state.log.stats
    return {
        "dropped": stats.dropped,
        "failed": stats.failed,
        "refused": stats.refused,
        "errors": stats.errors,
    }


def predict(order: Order) -> float:
    """Stand in for a model."""
    return min(1.0, order.basket_value / (1_000 * order.items))
