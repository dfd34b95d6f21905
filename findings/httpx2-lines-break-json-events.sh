#!/usr/bin/env bash
# PyPI httpx2 2.16.2 (the client under openai 3.57.0), httpx 0.28.1 with httpx-sse 0.4.3: lines of an event stream.
#
# Guess: Response.iter_lines() breaks lines at CR and LF only, so that "data:" lines can be read with it, and httpx-sse
#   gives out what the standard says: no event for a block without data.
# Seen: iter_lines() also breaks at U+2028, U+2029, U+0085, form feed, vertical tab and U+001C to U+001E. The first three may
#   stand unescaped in a JSON string: such an event loses its end. httpx-sse reads those right, but hands out an event with
#   empty data for "event: ping" without a data line (the standard drops it), and takes "retry: -5" as -5.
# Why it matters: a reader made of iter_lines() and json.loads fails only on the rare answer that holds such a character (text
#   pasted from documents does), and json.loads("") fails on the empty events that httpx-sse adds.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check httpx2==2.16.2 httpx==0.28.1 httpx-sse==0.4.3

cat >probe.py <<'PY'
import json
import httpx, httpx2, httpx_sse

text = "one\u2028two\u2029three\u0085four"
body = ("data: " + json.dumps({"t": text}, ensure_ascii=False) + "\n\nevent: ping\n\nretry: -5\ndata: {}\n\n").encode()

for module in (httpx2, httpx):
    lines = [line for line in module.Response(200, content=body).iter_lines() if line]
    print(module.__name__, "iter_lines:", [ascii(line) for line in lines[:4]])
    assert lines[:4] == ['data: {"t": "one', "two", "three", 'four"}'], lines
broken = [c for c in map(chr, range(0x3000)) if len(list(httpx2.Response(200, content=f"a{c}b".encode()).iter_lines())) > 1]
print("httpx2 breaks at:", [f"U+{ord(c):04X}" for c in broken])
assert broken == list("\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"), broken

answer = httpx.MockTransport(lambda _: httpx.Response(200, headers={"content-type": "text/event-stream"}, content=body))
with httpx.Client(transport=answer) as client, httpx_sse.connect_sse(client, "GET", "http://server.test/") as source:
    events = [(event.event, event.data, event.retry) for event in source.iter_sse()]
print("httpx-sse:", [(name, ascii(data), retry) for name, data, retry in events])
assert json.loads(events[0][1]) == {"t": text}
assert events[1:] == [("ping", "", None), ("message", "{}", -5)], events
PY
venv/bin/python probe.py
