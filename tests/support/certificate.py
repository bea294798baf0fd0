"""A certificate that no computer trusts, made anew for each test run."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Optional


def make_certificate(folder: Path, name: str = "task.renderbus.com") -> Optional[Path]:
    """One PEM file with key and certificate for a host name and 127.0.0.1; None where `openssl` is missing."""
    program = shutil.which("openssl")
    if program is None:
        return None
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    words = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + name]
    words += ["-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1"]
    words += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    words += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(certificate))
    return context
