"""Answers of an HTTP server that are read up to a size and for a time, whatever it sends."""

import contextlib
import time
from collections.abc import Callable

import httpx

LARGEST = 64 * 2**20  # bytes of one answer, unpacked; 100 of the longest comments are below that
_WHOLE = 120.0  # seconds; httpx's own time-outs are between two bytes
_REDIRECTS = 20
_UNPACKED = ("", "identity", "gzip")  # one layer of gzip makes 64 kB into 64 MB at most; two have no bound
ENCODINGS = {"Accept-Encoding": "gzip"}


class AnswerTooLarge(httpx.RequestError):
    """A server sent more than anybody needs."""


def send_bounded(
    client: httpx.Client,
    request: httpx.Request,
    *,
    redirects: int = _REDIRECTS,
    clock: Callable[[], float] = time.monotonic,
) -> httpx.Response:
    """Send a request, follow so many redirects, and return the answer, read and unpacked.

    Where none are to be followed, a redirect is an answer like any other.

    Raises:
        AnswerTooLarge: it has more than `LARGEST` bytes.
        httpx.RequestError: there is none, it is not over in time, or its bytes cannot be unpacked.
    """
    give_up_at = clock() + _WHOLE
    for _ in range(redirects + 1):
        answer = client.send(request, stream=True, follow_redirects=False)
        with contextlib.closing(answer):
            if answer.next_request is None or redirects == 0:
                body = _body(answer, give_up_at, clock)
                headers = [pair for pair in answer.headers.raw if pair[0].lower() != b"content-encoding"]
                return httpx.Response(answer.status_code, headers=headers, content=body, request=request)
        request = answer.next_request
    raise httpx.TooManyRedirects("too many redirects", request=request)


def _body(answer: httpx.Response, give_up_at: float, clock: Callable[[], float]) -> bytes:
    if answer.headers.get("content-encoding", "").strip().lower() not in _UNPACKED:
        raise httpx.DecodingError("packed in a way that was not asked for", request=answer.request)
    chunks, size = [], 0
    for chunk in answer.iter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise AnswerTooLarge(f"more than {LARGEST // 2**20} MiB in one answer", request=answer.request)
        if clock() > give_up_at:
            raise httpx.ReadTimeout("not over in time", request=answer.request)
    return b"".join(chunks)
