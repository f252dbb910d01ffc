"""A tiny package on this disk with its lock file and list of files, for tests of the browser libraries."""

import base64
import hashlib
import io
import json
import tarfile
from pathlib import Path

from config.vendor import Manifest

BODY = b"export const answer = 42;\n"
LICENCE = b"Use it as you like.\n"


def pack(folder: Path, body: bytes = BODY) -> str:
    """Write the package into `folder`; its integrity as a lock file names it."""
    memory = io.BytesIO()
    description = json.dumps({"name": "tiny", "version": "1.2.3", "scripts": {"postinstall": "touch ran.txt"}})
    with tarfile.open(fileobj=memory, mode="w:gz") as archive:
        for name, data in (("package.json", description.encode()), ("lib.mjs", body), ("LICENSE", LICENCE)):
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    (folder / "tiny.tgz").write_bytes(memory.getvalue())
    return "sha512-" + base64.b64encode(hashlib.sha512(memory.getvalue()).digest()).decode()


def make_manifest(folder: Path, *, body: bytes = BODY, resolved: str | None = "file:tiny.tgz") -> Manifest:
    """A manifest whose only package has the given content but is expected to hold BODY; without `resolved` npm asks."""
    folder.mkdir(exist_ok=True)
    integrity = pack(folder, body)
    wanted = resolved or "1.2.3"
    root = {"name": "world", "dependencies": {"tiny": wanted}}
    tiny = {"version": "1.2.3", "integrity": integrity} | ({"resolved": resolved} if resolved else {})
    lock = {
        "name": "world",
        "lockfileVersion": 3,
        "requires": True,
        "packages": {"": root, "node_modules/tiny": tiny},
    }
    (folder / "package.json").write_text(json.dumps({**root, "private": True}))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    files = "".join(
        f'{{ from = "tiny/{name}", to = "tiny/{target}", sha256 = "{hashlib.sha256(data).hexdigest()}" }},'
        for name, target, data in (("lib.mjs", "deep/lib.mjs", BODY), ("LICENSE", "LICENSE.txt", LICENCE))
    )
    (folder / "files.toml").write_text(
        f'[[library]]\npackage = "tiny"\ntitle = "Tiny"\nlicence = "MIT"\nlicence_file = "tiny/LICENSE.txt"\n'
        f"files = [{files}]\n"
    )
    return Manifest(folder)
