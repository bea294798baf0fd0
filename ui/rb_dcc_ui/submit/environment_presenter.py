"""The render environment of the job: ranked, chosen, created, changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

from rb_dcc_core import matching
from rb_dcc_core.client import Client
from rb_dcc_core.environment_choice import EnvironmentOffer, ask_offer, chosen_environment
from rb_dcc_core.environments import CG_IDS, RenderEnvironment, release_named
from rb_dcc_core.errors import InputError, RenderbusError
from rb_dcc_core.host import MAX, SceneSnapshot
from rb_dcc_core.job import OS_WINDOWS
from rb_dcc_core.matching import Match, match_environment, rank_environments
from rb_dcc_core.messages import Message
from rb_dcc_core.models import SupportedPlugins
from rb_dcc_core.proposals import EnvironmentProposal, propose_environment
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services

from .job_presenter import JobPresenter
from .scene_presenter import ScenePresenter

_ASK = "submit: environments"
_CHANGE = "submit: change an environment"


@dataclass(frozen=True)
class Draft:
    """An environment being made or changed; `plugins` names to versions, `is_new` False where it is there already."""

    name: str
    cg_version: str
    plugins: Mapping[str, str]
    os_name: int
    render_layer_type: int
    is_new: bool


class EnvironmentPresenter(Presenter):
    """`matches` are the account's, best first; `chosen` is what the job takes, named by the artist or found.

    `proposal` is what to create where none is exact. `trouble` says why nothing can be chosen.
    """

    def __init__(self, services: Services, scene: ScenePresenter, job: JobPresenter) -> None:
        super().__init__()
        self.matches: Tuple[Match, ...] = ()
        self.chosen: Optional[Match] = None
        self.proposal: Optional[EnvironmentProposal] = None
        self.trouble: Optional[Message] = None
        self.is_asking = False
        self.offer: Optional[EnvironmentOffer] = None
        self._services = services
        self._scene = scene
        self._job = job
        self._asked_for: Tuple[str, int] = ("", 0)
        self._ranked_for: Any = None
        self._stops = [
            scene.listen(self._look),
            job.listen(self._rank),
            services.connection.listen(self._look),
        ]
        self._look()

    @property
    def is_automatic(self) -> bool:
        """True where the artist has named none."""
        return not self._job.settings.environment

    @property
    def is_known(self) -> bool:
        return self.offer is not None

    def choose(self, name: str) -> None:
        """Take a saved environment by its name; "" has the best one found."""
        self._job.apply(environment=name)

    def ask_again(self) -> None:
        self._asked_for = ("", 0)
        self._look()

    def create_proposed(self) -> None:
        """Create what is proposed, and take it."""
        proposal = self.proposal
        if proposal is not None:
            fields = proposal.fields()
            self._change(
                lambda client: client.add_render_env(**fields).edit_name or proposal.name, takes_it=True
            )

    def make_default(self, name: str) -> None:
        def work(client: Client) -> str:
            client.set_default_render_env(name)
            return name

        self._change(work, takes_it=False)

    def delete(self, name: str) -> None:
        def work(client: Client) -> str:
            client.delete_render_env(name)
            return ""

        if self._job.settings.environment == name:
            self.choose("")
        self._change(work, takes_it=False)

    def draft_of(self, environment: RenderEnvironment) -> Draft:
        """A saved environment, to be changed."""
        return Draft(
            environment.name or "",
            environment.cg_version,
            environment.plugins,
            environment.os_name,
            environment.render_layer_type,
            is_new=False,
        )

    def new_draft(self) -> Optional[Draft]:
        """What would be created for the scene, to be changed first; None before the farm's offer is known."""
        snapshot, offer = self._scene.snapshot, self.offer
        if snapshot is None or offer is None:
            return None
        taken = [env.edit_name or "" for env in offer.saved]
        system = self._system(snapshot)
        made = propose_environment(snapshot, offer.of_system(system), system, taken)
        if made is not None:
            found = made.environment
            return Draft(
                made.name, found.cg_version, found.plugins, system, found.render_layer_type, is_new=True
            )
        releases = self.releases(system)
        return Draft("", releases[-1] if releases else "", {}, system, 0, is_new=True)

    def releases(self, os_name: int) -> Tuple[str, ...]:
        """The host's releases that the farm has on a system."""
        offered = None if self.offer is None else self.offer.of_system(os_name)
        versions = () if offered is None else offered.cg_version or ()
        return tuple(sorted(each.cg_version or "" for each in versions))

    def plugins(self, os_name: int, release: str) -> Dict[str, Tuple[str, ...]]:
        """The farm's plug-ins for a release, each with its versions."""
        found: Dict[str, Tuple[str, ...]] = {}
        for name, version, _ in self._listed(os_name, release):
            found[name] = (*found.get(name, ()), version)
        return found

    def save(self, draft: Draft, done: Callable[[], None], failed: Callable[[], None]) -> None:
        """Create or change it, and take it."""
        snapshot = self._scene.snapshot
        if snapshot is None:
            return
        numbers = {
            (name, version): number for name, version, number in self._listed(draft.os_name, draft.cg_version)
        }
        fields = {
            "cgId": CG_IDS[snapshot.host],
            "cgName": "3ds Max" if snapshot.host == MAX else "Maya",
            "cgVersion": draft.cg_version,
            "renderLayerType": draft.render_layer_type,
            "editName": draft.name,
            "renderSystem": draft.os_name,
            "pluginIds": [numbers[pair] for pair in draft.plugins.items() if pair in numbers],
        }

        def work(client: Client) -> str:
            if draft.is_new:
                return client.add_render_env(**fields).edit_name or draft.name
            client.update_render_env(**fields)
            return draft.name

        self._change(work, takes_it=True, done=done, failed=failed)

    def close(self) -> None:
        for stop in self._stops:
            stop()
        super().close()

    # -- how it is kept up to date -------------------------------------------------------------------------------

    def _look(self) -> None:
        """Ask the account's environments once for each account and host."""
        connection, snapshot = self._services.connection, self._scene.snapshot
        if snapshot is None or not connection.is_online:
            self._rank()
            return
        wanted = (connection.account_key, CG_IDS[snapshot.host])
        if wanted == self._asked_for:
            self._rank()
            return
        if wanted[0] != self._asked_for[0]:
            self.offer = None
        self._asked_for = wanted
        self.is_asking = True
        cg_id = wanted[1]
        connection.ask(lambda client, ticket: ask_offer(client, cg_id), self._told, self._not_told, key=_ASK)
        self.changed()

    def _told(self, offer: EnvironmentOffer) -> None:
        self.is_asking, self.trouble = False, None
        self.offer = offer
        self._ranked_for = None
        self._rank()

    def _not_told(self, error: RenderbusError) -> None:
        self.is_asking, self._asked_for = False, ("", 0)
        self.trouble = error.message
        self.changed()

    def _rank(self) -> None:
        settings, snapshot, offer = self._job.settings, self._scene.snapshot, self.offer
        state = (snapshot, offer, settings.environment, settings.os_name)
        known = self._ranked_for
        if known is not None and state[0] is known[0] and state[1] is known[1] and state[2:] == known[2:]:
            return
        self._ranked_for = state
        if snapshot is None or offer is None:
            self.matches, self.chosen, self.proposal = (), None, None
            self._job.use_environment(None, None)
        else:
            self._rank_of(snapshot, offer)
        self.changed()

    def _rank_of(self, snapshot: SceneSnapshot, offer: EnvironmentOffer) -> None:
        settings, system = self._job.settings, self._system(snapshot)
        offered = offer.of_system(system)
        self.matches = rank_environments(snapshot, offer.saved, offered, system)
        is_exact = bool(self.matches) and self.matches[0].fit == matching.EXACT
        taken = [env.edit_name or "" for env in offer.saved]
        self.proposal = None if is_exact else propose_environment(snapshot, offered, system, taken)
        try:
            chosen, own = chosen_environment(snapshot, offer, settings.environment, settings.os_name)
        except InputError as error:
            self.chosen, self.trouble = None, error.message
            self._job.use_environment(None, offered)
            return
        self.trouble = None
        is_default = any(env.is_default and env.edit_name == chosen.name for env in offer.saved)
        self.chosen = match_environment(snapshot, chosen, own, None, is_default)
        self._job.use_environment(chosen, own)

    def _system(self, snapshot: SceneSnapshot) -> int:
        return OS_WINDOWS if snapshot.host == MAX else self._job.settings.os_name

    def _listed(self, os_name: int, release: str) -> Tuple[Tuple[str, str, int], ...]:
        offered: Optional[SupportedPlugins] = None if self.offer is None else self.offer.of_system(os_name)
        found = None if offered is None else release_named(offered, release)
        if offered is None or found is None:
            return ()
        return tuple(
            (plugin.plugin_name or "", version.version or "", version.plugin_id)
            for plugin in offered.cg_plugin or ()
            if plugin.cv_id == found.id
            for version in plugin.plugin_versions or ()
            if version.plugin_id is not None
        )

    def _change(
        self,
        work: Callable[[Client], str],
        takes_it: bool,
        done: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Change something about the account's environments, then ask for all of them again."""

        def changed(name: str) -> None:
            self._services.errors.settled(_CHANGE)
            if takes_it and name:
                self._job.apply(environment=name)
            self.ask_again()
            done()

        def refused(error: RenderbusError) -> None:
            self._services.errors.report(error, _CHANGE)
            failed()

        def ask(client: Client, ticket: Ticket) -> str:
            return work(client)

        self._services.connection.ask(ask, changed, refused, key=_CHANGE)
