"""Runs a script of statements with snowflake-connector-python and prints each answer as one JSON line."""
import datetime
import decimal
import json
import sys

import snowflake.connector

settings = json.loads(sys.argv[1])
statements = json.loads(sys.stdin.read())
connection = snowflake.connector.connect(
    **settings,
    session_parameters={"TIMEZONE": "UTC", "PYTHON_CONNECTOR_QUERY_RESULT_FORMAT": "JSON"},
)


def plain(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else f"int {value}"
    if isinstance(value, float):
        return f"float {value!r}"
    if isinstance(value, decimal.Decimal):
        return f"decimal {value}"
    if isinstance(value, (bytes, bytearray)):
        return f"bytes {value.hex()}"
    if isinstance(value, (datetime.date, datetime.time)):
        return f"{type(value).__name__} {value.isoformat()}"
    return value


for statement in statements:
    cursor = connection.cursor()
    try:
        cursor.execute(statement)
        rows = [[plain(cell) for cell in row] for row in cursor.fetchall()]
        print(json.dumps({"rows": rows, "names": [column.name for column in cursor.description]}))
    except snowflake.connector.errors.Error as error:
        print(json.dumps({"errno": error.errno, "sqlstate": error.sqlstate}))
connection.close()
