"""OpenTelemetry's spans, when a collector is set; without one nothing is imported and a span is nothing.

A span has a name out of the code, and what a route's pattern and a status tell. No span depends on danger, and none
keeps an error's text, which could quote a customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Literal

from bot.observability.settings import ObservabilitySettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

_NOTHING: AbstractContextManager[None] = nullcontext()
_tracer: Tracer | None = None


def set_tracer_provider(provider: TracerProvider | None) -> None:
    """Let this process's spans go to `provider`; null ends that."""
    global _tracer  # noqa: PLW0603 - as Python's logging, one for the process
    _tracer = provider.get_tracer("breachline") if provider else None


def configure_traces(settings: ObservabilitySettings) -> None:
    """Send spans to the collector that OpenTelemetry's own settings name, the last ones when the process ends."""
    if not settings.traces:
        return
    from opentelemetry.exporter.otlp.json.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - only where set
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    # What is given here wins over OTEL_RESOURCE_ATTRIBUTES; OTEL_SERVICE_NAME would be one name for all three.
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: f"breachline-{settings.process}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    set_tracer_provider(provider)


def span(name: str, kind: Literal["internal", "client"] = "internal") -> AbstractContextManager[object]:
    """A span, as part of the one under way, for as long as the context lasts."""
    return _span(_tracer, name, kind) if _tracer else _NOTHING


def set_attributes(attributes: Mapping[str, str | int]) -> None:
    """Set attributes of the span under way."""
    if _tracer:
        from opentelemetry.trace import get_current_span  # noqa: PLC0415 - imported already, where a tracer is

        get_current_span().set_attributes(dict(attributes))


def propagated() -> dict[str, str]:
    """The header that makes the next process's spans parts of this one; nothing without traces."""
    headers: dict[str, str] = {}
    if _tracer:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        TraceContextTextMapPropagator().inject(headers)
    return headers


@contextmanager
def server_span(name: str | None, headers: Mapping[str, str]) -> Iterator[str | None]:
    """The span of a request that came in, as a part of the caller's; gives the id of its trace, in hexadecimal."""
    if _tracer is None or name is None:
        yield None
        return
    from opentelemetry.context import Context  # noqa: PLC0415
    from opentelemetry.trace import SpanKind  # noqa: PLC0415
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    # Whatever else came, such as `tracestate`, is not passed on.
    parent = TraceContextTextMapPropagator().extract({"traceparent": headers.get("traceparent", "")}, Context())
    with (
        _tracer.start_as_current_span(
            name, parent, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as started,
        _marked_when_it_fails(started),
    ):
        context = started.get_span_context()
        yield f"{context.trace_id:032x}" if context.is_valid else None  # OTEL_SDK_DISABLED makes spans that are not


@contextmanager
def _span(tracer: Tracer, name: str, kind: Literal["internal", "client"]) -> Iterator[None]:
    from opentelemetry.trace import SpanKind  # noqa: PLC0415

    with (
        tracer.start_as_current_span(
            name,
            kind=SpanKind.CLIENT if kind == "client" else SpanKind.INTERNAL,
            record_exception=False,
            set_status_on_exception=False,
        ) as started,
        _marked_when_it_fails(started),
    ):
        yield


@contextmanager
def _marked_when_it_fails(started: Span) -> Iterator[None]:
    """Mark the span as failed, with the kind of the error that is raised in it."""
    try:
        yield
    except Exception as error:
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415

        started.set_attribute("error.type", type(error).__name__)
        started.set_status(Status(StatusCode.ERROR))
        raise
