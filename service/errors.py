"""Every error that Listkeeper raises on purpose.

::

    ListkeeperError
    ├── BadInput            somebody gave us something we cannot use; says what to do (exit 2, HTTP 4xx)
    │   ├── NotFound        there is no such thing (404)
    │   ├── Conflict        true a moment ago, not any more (409)
    │   │   └── PreconditionFailed   not any more what If-Match names (412)
    │   ├── Forbidden       the person may not do this (403)
    │   ├── TooMany         the same was asked for too often; wait (429)
    │   └── EditRefused     a list file that we will not change, and why (422)
    ├── SourceError         an outside service failed; `is_permanent` answers whether to try again
    │   ├── SourceBusy      it asked us to wait; `retry_after` in seconds if it said how long
    │   └── SourceLied      its answer contradicts itself (counts, truncated documents)
    ├── SetupError          this installation needs something (schema, git, folder, port); says the command
    └── PublishError        the repository said no; `is_permanent` as above

The text of each is one sentence for a person, with what to do next.
"""


class ListkeeperError(Exception):
    """Base of all our errors; `str(error)` is fit for a person to read."""

    is_permanent = True
    status = 500


class BadInput(ListkeeperError):
    """What was given cannot be used; nothing has been changed."""

    status = 400


class NotFound(BadInput):
    """There is no such thing."""

    status = 404


class Conflict(BadInput):
    """Somebody or something else was faster; look again."""

    status = 409


class PreconditionFailed(Conflict):
    """It is not any more what the writer saw and named in If-Match."""

    status = 412


class Forbidden(BadInput):
    """The person is known but may not do this."""

    status = 403


class TooMany(BadInput):
    """The same was asked for too often; later it is possible again."""

    status = 429


class EditRefused(BadInput):
    """A list file cannot be edited safely; the text says why."""

    status = 422


class SourceError(ListkeeperError):
    """An outside service did not give what it should."""

    status = 502

    def __init__(self, message: str, *, is_permanent: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent


class SourceBusy(SourceError):
    """The service asked us to slow down or is overloaded; `retry_after` in seconds, if it said."""

    status = 503

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message, is_permanent=False)
        self.retry_after = retry_after


class SourceLied(SourceError):
    """The answer contradicts itself, so it must not be believed."""


class SetupError(ListkeeperError):
    """This installation lacks something; the text names the command that mends it."""

    status = 503


class PublishError(ListkeeperError):
    """A repository or hosting service refused a publication."""

    status = 502

    def __init__(self, message: str, *, is_permanent: bool = True) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent
