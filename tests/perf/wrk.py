"""Load from wrk: many connections ask a list of addresses again and again; figures come back as JSON."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = r"""
local paths = {}
for line in io.lines(os.getenv("WRK_PATHS")) do paths[#paths + 1] = line end
local at, headers, bodies = 0, {["Accept-Encoding"] = "gzip"}, {}
if os.getenv("WRK_BODIES") then
  headers["Content-Type"] = "application/json"
  for line in io.lines(os.getenv("WRK_BODIES")) do bodies[#bodies + 1] = line end
  for line in io.lines(os.getenv("WRK_HEADERS")) do
    local name, value = line:match("([^:]+): (.+)")
    headers[name] = value
  end
end
local threads, bad = {}, 0
function setup(thread) table.insert(threads, thread) end
function init() faults = 0 end
function delay() return tonumber(os.getenv("WRK_PAUSE")) end
function request()
  at = at % #paths + 1
  if bodies[at] then return wrk.format("POST", paths[at], headers, bodies[at]) end
  return wrk.format("GET", paths[at], headers)
end
function response(status) if status ~= 200 and status ~= 204 then faults = faults + 1 end end
function done(summary, latency)
  for _, thread in ipairs(threads) do bad = bad + thread:get("faults") end
  local errors = summary.errors
  io.write(string.format('\n{"requests": %d, "seconds": %f, "bytes": %d, "p50": %f, "p95": %f, "faults": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    bad + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """Requests a second, milliseconds of half and of 95 % of the answers, KB an answer, and answers that failed."""

    per_second: float
    p50: float
    p95: float
    kilobytes: float
    faults: int


def available() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None


@dataclass(frozen=True)
class Pace:
    """How a load asks: seconds, connections, and milliseconds of pause after each answer."""

    seconds: int = 8
    connections: int = 8
    pause_ms: int = 0


@dataclass(frozen=True)
class Post:
    """What is posted: one line of JSON for each address, and headers of all."""

    bodies: Sequence[str]
    headers: Mapping[str, str]


def run(addresses: Sequence[str], folder: Path, pace: Pace = Pace(), post: Post | None = None) -> Load:
    """Ask the addresses (of one server) in turn; with `post`, post it there."""
    folder.mkdir(exist_ok=True)
    script, paths = folder / "load.lua", folder / "paths.txt"
    posted, headers = folder / "bodies.txt", folder / "headers.txt"
    script.write_text(SCRIPT, "utf-8")
    parts = [urlsplit(address) for address in addresses]
    paths.write_text("\n".join(f"{p.path}?{p.query}" if p.query else p.path for p in parts), "utf-8")
    base = f"{parts[0].scheme}://{parts[0].netloc}"
    place = {"WRK_PATHS": str(paths), "WRK_PAUSE": str(pace.pause_ms), "PATH": "/usr/bin:/bin"}
    if post is not None:
        posted.write_text("\n".join(post.bodies), "utf-8")
        headers.write_text("\n".join(f"{name}: {value}" for name, value in post.headers.items()), "utf-8")
        place |= {"WRK_BODIES": str(posted), "WRK_HEADERS": str(headers)}
    command = ["wrk", "-t", "1", "-c", str(pace.connections), "-d", f"{pace.seconds}s", "--timeout", "30s"]
    done = subprocess.run([*command, "-s", str(script), base], capture_output=True, text=True, check=True, env=place)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    size = found["bytes"] / max(1, found["requests"]) / 1000
    return Load(found["requests"] / found["seconds"], found["p50"], found["p95"], size, found["faults"])
