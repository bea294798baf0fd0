"""The embedded service: a small local stand-in for the Renderbus farm that speaks both generations of the protocol.

    with Sandbox(folder) as sandbox:
        sandbox.announcement()      # {"service", "access_id", "access_key", "platform", "store"}

It is what newcomers try with no account, what the demo runs and what the end-to-end tests talk to. It verifies every
signature, keeps tasks in SQLite, stores what is uploaded, moves frames through their states, charges fees and serves
pictures. It binds loopback only, and is never part of what is installed into a host.

Nothing here is imported by the rest of the package, and Flask and Pillow are imported only once the service starts.
"""

from __future__ import annotations
