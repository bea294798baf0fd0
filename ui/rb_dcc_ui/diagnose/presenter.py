"""Diagnosing: what is here and what is set, the way to the service tried step by step, all of it as a text to copy. No Qt."""

from __future__ import annotations

import os
from typing import Callable, Dict, List, Mapping, Optional, Tuple

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.connection_trial import FAILED, STEPS, ConnectionTrial, Finding
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.login import interruptible
from rb_dcc_core.messages import Message
from rb_dcc_core.settings import DEFAULT_SERVICE, Account
from rb_dcc_core.transfer import Transfer
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services
from rb_dcc_ui.settings.engine_facts import EngineFacts, look_for_engine

from .facts import Known, Section, as_text, gather
from .scrubbing import scrubbed

_TRY = "try the connection"
_GATHER = "gather what is known"

MakeTrial = Callable[[ServiceAddress, Optional[Account], Ticket], ConnectionTrial]


class DiagnosePresenter(Presenter):
    """`findings` by step, as they come; `current` is the step under way, "" while none is. `toolkit` is Qt's versions."""

    def __init__(
        self,
        services: Services,
        toolkit: Tuple[Tuple[str, str], ...] = (),
        environ: Optional[Mapping[str, str]] = None,
        find_engine: Callable[[str], EngineFacts] = look_for_engine,
        make_trial: Optional[MakeTrial] = None,
    ) -> None:
        super().__init__()
        self.findings: Dict[str, Finding] = {}
        self.sections: List[Section] = []
        self.is_testing = False
        self.was_tested = False
        self._services = services
        self._toolkit = toolkit
        self._environ = os.environ if environ is None else environ
        self._find_engine = find_engine
        self._make_trial = make_trial or _trial_of
        self._stop = services.connection.listen(self._account_changed)
        self._gathered_for: object = services.connection.account

    @property
    def steps(self) -> List[Tuple[str, Message, Optional[Finding]]]:
        """Every step with its title, and what was found, None where it is still to come or was not reached."""
        return [(step, title, self.findings.get(step)) for step, title in STEPS]

    @property
    def current(self) -> str:
        """The step that is being tried."""
        if not self.is_testing:
            return ""
        return next((step for step, _ in STEPS if step not in self.findings), "")

    @property
    def verdict(self) -> Optional[Message]:
        """What the test came to; None before there was one."""
        if self.is_testing or not self.was_tested:
            return None
        if any(finding.outcome == FAILED for finding in self.findings.values()):
            return Message("Something on the way does not work.")
        return Message("Everything on the way works.")

    def look(self) -> None:
        """Gather what is known anew; the page is shown."""
        services, account = self._services, self._services.connection.account
        known = Known(
            self._toolkit,
            services.host.scene(),
            services.host.can_choose_scene,
            services.locations,
            services.accounts.settings,
            services.preferences.now,
            services.connection.standing,
            account,
        )

        def gathered(sections: List[Section]) -> None:
            self.sections = sections
            self.changed()

        services.runner.run(
            lambda ticket: gather(known, self._find_engine, self._environ), gathered, key=_GATHER
        )

    def test(self) -> None:
        """Try the way to the service from the start; each step is told as it comes."""
        runner, account = self._services.runner, self._services.connection.account
        address = ServiceAddress.parse(DEFAULT_SERVICE) if account is None else account.address
        self.findings, self.is_testing = {}, True
        self.changed()

        def work(ticket: Ticket) -> None:
            for finding in self._make_trial(address, account, ticket).findings():
                ticket.check()
                runner.tell(ticket, lambda finding=finding: self._found(finding))  # type: ignore[misc]

        runner.run(work, lambda _: self._tested(), self._could_not, key=_TRY)

    def text(self, language: str) -> str:
        """All that is shown, as text, without secrets and without anything that says whose account it is."""
        trial = [(title, finding) for _, title, finding in self.steps]
        return scrubbed(as_text(self.sections, trial, language), self._private(), os.path.expanduser("~"))

    def shown(self, words: Message, language: str) -> str:
        """One value as it may be shown: the page is seen in screen pictures too."""
        return scrubbed(words.text(language), self._private(), os.path.expanduser("~"))

    def close(self) -> None:
        self._stop()
        self._services.runner.cancel(_TRY)
        self._services.runner.cancel(_GATHER)
        super().close()

    def _private(self) -> List[str]:
        """Whatever the service told of the person behind the account, and the id in full."""
        account, user = self._services.connection.account, self._services.connection.standing.user
        found = [account.credentials.access_id, account.credentials.access_key] if account is not None else []
        if user is not None and not self._services.accounts.is_in_sandbox:
            told = (
                user.email,
                user.phone,
                user.name,
                user.user_name,
                user.communication_number,
                user.company,
            )
            found += [each for each in told if each]
        return found

    def _found(self, finding: Finding) -> None:
        self.findings[finding.step] = finding
        self.changed()

    def _tested(self) -> None:
        self.is_testing, self.was_tested = False, True
        self.changed()

    def _could_not(self, error: RenderbusError) -> None:
        self._tested()
        self._services.errors.report(error, _TRY)

    def _account_changed(self) -> None:
        """Another account: what was found of the last one holds no more."""
        account = self._services.connection.account
        if account is not self._gathered_for:
            self._gathered_for = account
            self._services.runner.cancel(_TRY)
            self.findings, self.is_testing, self.was_tested = {}, False, False
        self.look()


def _trial_of(address: ServiceAddress, account: Optional[Account], ticket: Ticket) -> ConnectionTrial:
    return ConnectionTrial(address, account, interruptible(ticket.sleep), _open_transfer_of(account))


def _open_transfer_of(account: Optional[Account]) -> Callable[[Client], Transfer]:
    def opened(client: Client) -> Transfer:
        from rb_dcc_core.transfers import open_transfer

        engine = "" if account is None else str(account.profile.unknown.get("engine") or "")
        return open_transfer(client, engine)

    return opened
