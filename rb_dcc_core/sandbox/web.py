"""The Flask application: paths to handlers, refusals to envelopes."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Callable, Dict, Mapping, Optional

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from rb_dcc_core.interfaces import GENERATIONS, INTERFACES, V1, V2

from . import (
    handlers_account,
    handlers_catalogue,
    handlers_frames,
    handlers_tasks,
    handlers_transfer,
    store_routes,
)
from .answers import SUCCESS, envelope
from .call import Call, Handler, Handlers
from .farm import Farm
from .refusals import (
    BAD_SIGNATURE,
    EXPIRED,
    ILLEGAL,
    INVALID,
    NO_PERMISSION,
    NOT_FOUND,
    OK,
    SERVER_FAULT,
    UNKNOWN_ACCESS_ID,
    Refusal,
    invalid,
)
from .request_fields import Fields

MOST_JSON_BYTES = 16 * 1024 * 1024
JSON = "application/json"
STORE = "/store"
_FILE_STATUSES = {
    NOT_FOUND: 404,
    NO_PERMISSION: 403,
    UNKNOWN_ACCESS_ID: 401,
    EXPIRED: 401,
    BAD_SIGNATURE: 401,
    SERVER_FAULT: 500,
}

HANDLERS: Handlers = {
    **handlers_account.HANDLERS,
    **handlers_catalogue.HANDLERS,
    **handlers_tasks.HANDLERS,
    **handlers_frames.HANDLERS,
    **handlers_transfer.HANDLERS,
}


# What the vendor's SDK asks besides, on v2 paths that our own client has no use for.
VENDOR_PATHS = {
    "/api/render/project/list": {V2: "getLabelList"},
    "/api/render/handle/deleteTaskLabel": {V2: "deleteTaskLabel"},
}


View = Callable[[], flask.Response]


class Web:
    """Makes the application for one farm."""

    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self.app = flask.Flask("rb_dcc_core.sandbox", static_folder=None)
        self.app.url_map.merge_slashes = False
        self.app.json.sort_keys = False  # type: ignore[attr-defined]
        self.app.register_error_handler(HTTPException, self._http_error)
        self.app.register_error_handler(Refusal, self._refusal)
        self.app.register_error_handler(OSError, self._disk_fault)
        self.app.register_error_handler(sqlite3.Error, self._disk_fault)
        self._views: Dict[str, Dict[str, View]] = {}
        self._add_interfaces()
        self._add_store()
        # One rule and a look-up: a rule for each of the eighty paths makes every start a tenth of a second slower.
        self.app.add_url_rule("/<path:path>", "serve", self._serve, methods=["GET", "POST", "PUT"])

    def _add_interfaces(self) -> None:
        paths: Dict[str, Dict[str, str]] = dict(VENDOR_PATHS)
        for interface in INTERFACES.values():
            for generation in GENERATIONS:
                path = interface.v2_path if generation == V2 else interface.v1_path
                if path is not None:
                    paths.setdefault(path, {})[generation] = interface.name
        for path, names in paths.items():
            self._views[path] = {"POST": self._interface_view(names)}

    def _interface_view(self, names: Mapping[str, str]) -> View:
        """Serves a path; `names` are its interface in each generation that has it under this path."""

        def view() -> flask.Response:
            flask.g.generation = next(iter(names)) if len(names) == 1 else V1
            only = flask.g.generation if len(names) == 1 else None
            body, headers = self._checked_json(only)
            generation = flask.g.generation = V1 if headers["version"] == "1.0.0" else V2
            name = names[generation]
            call = Call(self._farm, Fields(body), generation, int(headers["platform"]))
            return self._answer(OK, SUCCESS, self._handled(name, HANDLERS[name], call))

        return view

    def _handled(self, name: str, handler: Handler, call: Call) -> Any:
        if name in handlers_transfer.OWN_TRANSACTION:
            return handler(call)
        with self._farm.up_to_now():
            return handler(call)

    def _add_store(self) -> None:
        for (method, name), action in store_routes.ROUTES.items():
            self._views[f"{STORE}/{name}"] = {method: self._store_view(action)}

    def _serve(self, path: str) -> flask.Response:
        views = self._views.get(flask.request.path)
        if views is None:
            raise NotFound()
        if flask.request.method not in views:
            raise MethodNotAllowed(list(views))
        return views[flask.request.method]()

    def _store_view(self, action: store_routes.Action) -> View:
        def view() -> flask.Response:
            flask.g.generation = V2 if flask.request.headers.get("version") == "2.0.0" else V1
            if flask.request.method == "POST":
                terms, _ = self._checked_json(None)
            else:
                terms = self._checked_query()
            if flask.request.method == "GET":
                with self._farm.up_to_now():
                    pass
            data = action(self._farm, Fields(terms), flask.request.environ)
            return data if isinstance(data, flask.Response) else self._answer(OK, SUCCESS, data)

        return view

    def _checked_json(self, generation: Optional[str]) -> tuple[Mapping[str, Any], Dict[str, str]]:
        """The body of a request that may be answered, and its signed headers."""
        if flask.request.mimetype != JSON:
            raise invalid("header Content-Type", "must be " + JSON)
        bodies: list[Mapping[str, Any]] = []

        def read() -> Mapping[str, Any]:
            bodies.append(_json_body())
            return bodies[0]

        request = flask.request
        headers = self._farm.authentication.check("POST", request.path, request.headers, read, generation)
        return bodies[0], headers

    def _checked_query(self) -> Mapping[str, Any]:
        request = flask.request
        query = dict(request.args.lists())
        if any(len(values) > 1 for values in query.values()):
            raise invalid("the query", "names a parameter twice")
        terms = {name: values[0] for name, values in query.items()}
        self._farm.authentication.check(request.method, request.path, request.headers, lambda: terms, None)
        return terms

    def _answer(self, code: int, message: str, data: Any, http_status: int = 200) -> flask.Response:
        generation = flask.g.get("generation", V1)
        body = envelope(generation, code, message, data, self._farm.clock())
        return flask.Response(json.dumps(body, ensure_ascii=False), http_status, mimetype=JSON)

    def _refusal(self, refusal: Refusal) -> flask.Response:
        http_status = refusal.http_status or 200
        if flask.request.path == STORE + "/file" and refusal.http_status is None:
            http_status = _FILE_STATUSES.get(refusal.code, 400)
        return self._answer(refusal.code, refusal.message, refusal.data, http_status)

    def _http_error(self, error: HTTPException) -> flask.Response:
        status = error.code or 500
        code = {404: NOT_FOUND, 405: ILLEGAL, 413: INVALID, 500: SERVER_FAULT}.get(status, INVALID)
        return self._answer(code, error.name.lower(), None, status)

    def _disk_fault(self, error: OSError) -> flask.Response:
        """The disk's own words, without the folder's name."""
        why = getattr(error, "strerror", None) or type(error).__name__
        return self._answer(SERVER_FAULT, f"server error: {why}", None, 500)


def _json_body() -> Dict[str, Any]:
    stream, content = flask.request.environ["wsgi.input"], bytearray()
    if (flask.request.content_length or 0) > MOST_JSON_BYTES:
        raise RequestEntityTooLarge()
    while len(content) <= MOST_JSON_BYTES:
        block = stream.read(64 * 1024)
        if not block:
            break
        content.extend(block)
    try:
        body = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise invalid("body", "is not JSON in UTF-8") from None
    if not isinstance(body, dict):
        raise invalid("body", "must be an object")
    return body
