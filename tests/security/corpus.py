"""What nobody would type, and somebody does."""

import json

MARKER = "<b id=x7"
MARKUP = {
    "markup": "<b id=x7>x</b>",
    "markup out of an attribute": "\"'><b id=x7>",
    "markup out of a title": "</title></script><b id=x7>",
    "markup in an address": 'https://example.com/"><b id=x7>',
}

# Tried in every field, also in those that only offer a choice.
SHARP: dict[str, str | bytes] = {
    "empty": "",
    "invisible": "\u200b\u2060\u00ad\u3164",
    "NUL": "a\x00b",
    "lone surrogate": "a\ud800b",
    "not UTF-8": b"a\xff\xfeb\xc3",
    "markup out of an attribute": MARKUP["markup out of an attribute"],
    "quote": "' OR 1=1; DROP TABLE accounts_customer; --",
    "huge": "9" * 30,
    "negative": "-1",
    "not a number": "NaN",
    "nobody's number": "999999999",
    "10 kB": "x" * 10_000,
}

# Tried in forms of which each field has met all of these in another one.
MET = {
    name: SHARP[name]
    for name in ("empty", "not UTF-8", "lone surrogate", "huge", "markup out of an attribute")
}

# Tried where an address says what a page is to show.
SHOWN: dict[str, str | bytes] = {**SHARP, **MARKUP}

# Tried in one name of an address while the others say nothing wrong.
ALONE = {name: SHARP[name] for name in ("NUL", "not UTF-8", "huge", "negative", "quote")}

# Tried where people type.
TEXTS: dict[str, str | bytes] = {
    **SHOWN,
    "300 kB": "x y " * 75_000,
    "blank": " \t\r\n ",
    "control characters": "a\x01\x1b[31m\x7f\x85\u2028b",
    "another header": "a\r\nSet-Cookie: x7=1\r\n\r\nb",
    "only NUL": "\x00",
    "surrogates in UTF-8": b"\xed\xa0\x80",
    "overlong UTF-8": b"\xc0\xaf\xe0\x80\xaf",
    "no character": "\uffff\ufdd0",
    "right to left": "\u202egnilaeh\u202c \u0645\u0631\u062d\u0628\u0627 \u2066",
    "flood of accents": "Z" + "\u0301" * 199,
    "folds to eighteen letters each": "\ufdfa" * 100,
    "grows when lower": "\u0390\u1e9e\u0130" * 60,
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308",
    "last plane": "\U0010ffff" * 100,
    "template": "{{ settings.SECRET_KEY }}{% debug %}{# x #}${7*7}",
    "format": "%s%n%(x)s{0.__class__}{}",
    "javascript": "javascript:alert(1)",
    "javascript, disguised": "java\tScRiPt://example.com/%0aalert(1)",
    "data address": "data:text/html,<b id=x7>",
    "other host": "//evil.example/",
    "other host, disguised": "https:\\\\evil.example\\@127.0.0.1/",
    "broken address": "http://[::1",
    "port too high": "http://example.com:99999999/",
    "name and password": "https://me:secret@example.com/",
    "name for IDNA": "https://xn--a" + "\u00e9" * 60 + ".example/",
    "formula": "=cmd|' /C calc'!A0",
    "formula with -": "-1+cmd",
    "wildcards": "%_\\",
    "too large": "1e400",
    "infinite": "-Infinity",
    "a fraction": "1.5",
    "first number beyond 64 bits": str(2**63),
    "digits without end": "7" * 5_000,
    "digits of others": "\u0663\uff11",
    "day before all": "0000-00-00",
    "first moment": "0001-01-01T00:00:00+14:00",
    "last moment": "9999-12-31T23:59:59-14:00",
    "no such day": "2026-02-30",
    "path": "../../../../etc/passwd",
    "JSON": '{"$ne": null, "__proto__": [1]}',
    "none": "none",
}

# What may stand in an address where a record's number or another piece belongs.
PIECES = [
    "0",
    "-1",
    "1e400",
    "NaN",
    "999999999",
    str(2**63),
    "9" * 19,
    "9" * 40,
    "9" * 5_000,
    "007",
    "%00",
    "%D9%A3",
    "%EF%BC%91",
    "%FF%FE",
    "%ED%A0%80",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "%3Cb id=x7%3E",
    "'%20OR%201=1",
    "_5F",
    "%25",
    "%0d%0aSet-Cookie:x7=1",
]

# JSON as it is sent: also what no text can be.
JSONS = [
    *(json.dumps(text) for text in TEXTS.values() if isinstance(text, str)),
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e400",
    "-1e400",
    "NaN",
    "-Infinity",
    str(2**31),
    str(2**63),
    "7" * 400,
    "7" * 5_000,
    "[]",
    "{}",
    '["x"]',
    "[null]",
    "[[[1]]]",
    '[{"a": 1}]',
    '{"a": {"b": [1]}}',
    '["a", 1, true, null]',
]

# Of these, what is also written into a document, where every text is read by the same rules.
INLINE = {
    *(value for value in JSONS if not value.startswith('"')),
    *(json.dumps(text) for text in SHARP.values() if isinstance(text, str)),
}

# Tried in arguments of a name whose like has met all of the above.
KEEN = [
    *(json.dumps(text) for text in SHARP.values() if isinstance(text, str)),
    *("null", "true", "-1", str(2**63), "[]", "{}"),
]

# Whole bodies that are sent to each address that takes one.
BODIES: dict[str, tuple[str, bytes]] = {
    "nothing": ("", b""),
    "no such type": ("nonsense/;;=,", b"name=x"),
    "other alphabet": ("application/x-www-form-urlencoded; charset=utf-16", b"name=x"),
    "no alphabet": ("application/x-www-form-urlencoded; charset=zlib", b"name=x"),
    "parts in no alphabet": (
        "multipart/form-data; boundary=b; charset=zlib",
        b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--b--\r\n',
    ),
    "parts without an end": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx',
    ),
    "parts without a border": ("multipart/form-data", b"--b\r\n\r\n"),
    "parts with a strange border": ("multipart/form-data; boundary=\xe9", b"--\xe9\r\n\r\n"),
    "a file for a text": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="name"; filename="../../x\x00.html"\r\n'
        b"Content-Type: text/html\r\n\r\n<b id=x7>\r\n--b--\r\n",
    ),
    "broken transfer encoding": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="name"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n",
    ),
    "fields without number": ("application/x-www-form-urlencoded", b"a=1&" * 3_000),
    "larger than allowed": ("application/x-www-form-urlencoded", b"name=" + b"x" * 3_000_000),
    "half an escape": ("application/x-www-form-urlencoded", b"name=%&website=%f&%=%zz&=&&;"),
    "JSON for a form": ("application/json", b'{"name": "x"}'),
    "JSON cut off": ("application/json", b'{"query": "{ me { id }'),
    "JSON nested without end": ("application/json", b"[" * 100_000),
    "JSON in no UTF-8": ("application/json", b'{"query": "\xff\xfe"}'),
    "JSON with a mark in front": ("application/json", b'\xef\xbb\xbf{"query": "{ me { id } }"}'),
    "JSON in another alphabet": ("application/json; charset=utf-16", b'{"query": "x"}'),
    "a list of queries": ("application/json", b'[{"query": "{ me { id } }"}]'),
    "a query that is none": ("application/json", b'{"query": 7, "variables": []}'),
    "an operation of no name": (
        "application/json",
        b'{"query": "query a { me { id } }", "operationName": "\\u0000"}',
    ),
    "a query with NUL": ("application/json", b'{"query": "{ me { id \\u0000 } }"}'),
    "a query in braces": ("application/json", b'{"query": "' + b"{" * 2_000 + b'"}'),
}

# Headers that come with any request.
HEADERS: list[dict[str, str]] = [
    {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)", "HX-Target": "<b id=x7>"},
    {"HX-Request": "true", "HX-Current-URL": "http://[::1", "HX-Trigger": "\xff"},
    {"HX-Request": "true", "HX-Current-URL-URI-AutoEncoded": "true", "HX-Current-URL": "%FF%00"},
    {"HX-Request": "nonsense", "HX-Boosted": "x", "HX-History-Restore-Request": "\xe9"},
    {"Cookie": 'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000\\000"; csrftoken="\\000"'},
    {"Cookie": "sessionid=" + "x" * 5_000 + "; theme=<b id=x7>; messages=x"},
    {"Cookie": 'messages="\\000{["; theme="\\000"; \xff=\xfe; ;;=; sessionid'},
    {"Authorization": "Bearer \xff\xfe"},
    {"Authorization": "Bearer " + "x" * 10_000},
    {"Authorization": "Basic Og=="},
    {"Accept-Language": "x" * 5_000 + ",*;q=nan", "Accept": "\xff;q=1e400"},
    {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT", "If-None-Match": "\xff", "Range": "x"},
    {"X-Forwarded-For": "<b id=x7>, \x00", "X-Forwarded-Proto": "\xff", "Forwarded": "for=x7"},
    {"Referer": "http://[::1", "Origin": "null", "User-Agent": "x" * 5_000},
    {"X-CSRFToken": "\xff" * 64, "X-Requested-With": "\x01"},
    {"X-HTTP-Method-Override": "DELETE", "Expect": "100-continue", "Content-Length": "-1"},
]
