"""Resolves configuration cases with Snowflake's own Python connector, and says what it made of them.

Reads the cases as JSON from standard input and writes one outcome for each, in order. No network is used: the connector
is stopped where it would open its connection. Every case gets a process and a directory of its own, because the
connector reads its environment when it is imported.
"""

import contextlib
import json
import os
import pathlib
import signal
import sys
import tempfile
import warnings

# Its background thread would hold locks at a fork.
os.environ["SNOWFLAKE_DISABLE_MINICORE"] = "true"

import snowflake.connector  # noqa: F401  what it imports of others is loaded once, for all cases

LIMIT_SECONDS = 20
FIELDS = ("account", "host", "port", "user", "database", "schema", "warehouse", "role")


def main() -> None:
    cases = json.load(sys.stdin)
    json.dump([run_apart(case) or run_apart(case) or {"error": "the process died"} for case in cases], sys.stdout)


def run_apart(case: dict) -> dict | None:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        # A lock that some thread held at the fork would be waited for without end.
        signal.alarm(LIMIT_SECONDS)
        os.close(reader)
        with os.fdopen(writer, "w") as out, open(os.devnull, "w") as silence:
            with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
                outcome = run(case)
            json.dump(outcome, out, default=str)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def run(case: dict) -> dict:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as root:
        prepare(case.get("world", {}), root)
        try:
            return {"settings": resolve([moved(call, root) for call in case["calls"]])}
        except Exception as error:  # whatever it throws is its answer
            return {"error": f"{type(error).__name__}: {error}"[:300].replace(root, "")}


def prepare(world: dict, root: str) -> None:
    for path, file in world.get("files", {}).items():
        text, mode = (file, 0o600) if isinstance(file, str) else (file["text"], file.get("mode", 0o600))
        target = pathlib.Path(root + path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        target.chmod(mode)
    for name in [name for name in os.environ if name.startswith(("SNOWFLAKE", "SF_", "XDG_"))]:
        del os.environ[name]
    os.environ["SNOWFLAKE_DISABLE_MINICORE"] = "true"
    home = root + world.get("homeDir", "/home/jo")
    os.makedirs(home, exist_ok=True)
    os.environ["HOME"] = home
    os.environ.update({name: str(moved(value, root)) for name, value in world.get("env", {}).items()})


def moved(value: object, root: str) -> object:
    """Absolute paths of a case stand below the case's own directory."""
    if isinstance(value, dict):
        return {key: moved_option(key, entry, root) for key, entry in value.items()}
    return root + value if isinstance(value, str) and value.startswith("/") else value


def moved_option(key: str, value: object, root: str) -> object:
    path = moved(value, root)
    return pathlib.Path(path) if key == "connections_file_path" and isinstance(path, str) else path


def resolve(calls: list) -> dict:
    for name in [name for name in sys.modules if name.startswith("snowflake")]:
        del sys.modules[name]
    from snowflake.connector import connection as module

    class Stopped(module.SnowflakeConnection):
        def connect(self, **kwargs: object) -> None:
            if kwargs:
                self._SnowflakeConnection__config(**kwargs)

    # What Snowpark's builder does with its calls: later ones win, keys in lower case.
    merged: dict = {}
    for call in calls:
        merged.update(call)
    options = {key.lower(): value for key, value in merged.items()}
    connection = Stopped(**options)
    found = {name: getattr(connection, name, None) for name in FIELDS}
    found["protocol"] = connection._protocol
    found["authenticator"] = connection._authenticator
    found["port"] = int(found["port"]) if found["port"] is not None else None
    return found


if __name__ == "__main__":
    main()
