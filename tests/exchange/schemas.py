"""JSON Schemas of formats that publish none, from what their documentation says."""

from __future__ import annotations

NUMBER = {"type": "integer", "minimum": 1}
# GitLab's documentation, "Implement a custom tool": what a code quality report has to hold.
GITLAB = {
    "type": "array",
    "items": {
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path"],
                "properties": {"path": {"type": "string", "pattern": r"^(?!/|\./|\.\./)"}},
                "oneOf": [
                    {"required": ["lines"], "properties": {"lines": {"$ref": "#/definitions/lines"}}},
                    {"required": ["positions"], "properties": {"positions": {"$ref": "#/definitions/positions"}}},
                ],
            },
        },
    },
    "definitions": {
        "lines": {"required": ["begin"], "properties": {"begin": NUMBER, "end": NUMBER}},
        "positions": {
            "required": ["begin"],
            "properties": {"begin": {"required": ["line"], "properties": {"line": NUMBER, "column": NUMBER}}},
        },
    },
}

POSITION = {
    "required": ["line"],
    "properties": {"line": NUMBER, "column": NUMBER},
    "additionalProperties": False,
}
RANGE = {"required": ["start"], "properties": {"start": POSITION, "end": POSITION}, "additionalProperties": False}
LOCATION = {
    "required": ["path"],
    "properties": {"path": {"type": "string"}, "range": RANGE},
    "additionalProperties": False,
}
# reviewdog's "proto/rdf/reviewdog.proto": field names of DiagnosticResult and of what it is made of.
RDJSON = {
    "required": ["diagnostics"],
    "properties": {
        "source": {"required": ["name"], "properties": {"name": {"type": "string"}, "url": {"type": "string"}}},
        "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
        "diagnostics": {
            "type": "array",
            "items": {
                "required": ["message", "location"],
                "properties": {
                    "message": {"type": "string"},
                    "location": LOCATION,
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": {"required": ["value"], "properties": {"value": {"type": "string"}}},
                    "suggestions": {
                        "type": "array",
                        "items": {"required": ["range", "text"], "properties": {"range": RANGE}},
                    },
                    "related_locations": {
                        "type": "array",
                        "items": {"required": ["location"], "properties": {"location": LOCATION}},
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
