"""Load from wrk: many connections ask a list of addresses again and again; figures come back as JSON."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = r"""
local paths = {}
for line in io.lines(os.getenv("WRK_PATHS")) do paths[#paths + 1] = line end
local at, headers = 0, {["Accept-Encoding"] = "gzip"}
local threads, bad = {}, 0
function setup(thread) table.insert(threads, thread) end
function init() faults = 0 end
function delay() return tonumber(os.getenv("WRK_PAUSE")) end
function request()
  at = at % #paths + 1
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


def run(addresses: Sequence[str], folder: Path, *, seconds: int = 8, connections: int = 8, pause_ms: int = 0) -> Load:
    """Ask the addresses (of one server) in turn on so many connections for so long, with a pause after each answer."""
    folder.mkdir(exist_ok=True)
    script, paths = folder / "load.lua", folder / "paths.txt"
    script.write_text(SCRIPT, "utf-8")
    parts = [urlsplit(address) for address in addresses]
    paths.write_text("\n".join(f"{p.path}?{p.query}" if p.query else p.path for p in parts), "utf-8")
    base = f"{parts[0].scheme}://{parts[0].netloc}"
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s", "-s", str(script)]
    place = {"WRK_PATHS": str(paths), "WRK_PAUSE": str(pause_ms), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([*command, base], capture_output=True, text=True, check=True, env=place)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    size = found["bytes"] / max(1, found["requests"]) / 1000
    return Load(found["requests"] / found["seconds"], found["p50"], found["p95"], size, found["faults"])
