"""One typed method for each interface of the service; the generation in use shows nowhere but in the table."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Sequence, Tuple, Type, TypeVar

from . import models
from .errors import NoMoreRecordsError, UnknownNameError
from .generation import GenerationMemory, find_generation
from .interfaces import AUTO, HEADER_VERSIONS, Interface, interface
from .settings import Account
from .transport import Transport

M = TypeVar("M", bound=models.Model)
PAGE_SIZE = 100
TASK_LEVELS = {"normal": 50, "high": 60}


class Client:
    """The service, as one account sees it. Blocks while it asks: never call it on a host's main thread.

    Every method raises NetworkError when no usable answer comes and ServiceError when the service refuses.
    Optional arguments that are None are not sent.
    """

    def __init__(self, transport: Transport, generation: str) -> None:
        self.transport = transport
        self.generation = generation

    @classmethod
    def connect(
        cls,
        account: Account,
        memory: Optional[GenerationMemory] = None,
        language: str = "en",
        make_transport: Callable[..., Transport] = Transport,
    ) -> Client:
        """Open a client for an account; with generation "auto" this asks the service once, and remembers."""
        transport = make_transport(account.address, account.credentials, account.profile.platform, language)
        generation = account.profile.generation
        if generation == AUTO:
            generation = (memory.recall(account) if memory else None) or AUTO
        if generation == AUTO:
            try:
                generation = find_generation(lambda each: cls(transport, each).query_user_profile())
            except BaseException:
                transport.close()
                raise
            if memory is not None:
                memory.remember(account, generation)
        return cls(transport, generation)

    def close(self) -> None:
        self.transport.close()

    def call(self, name: str, data: Mapping[str, Any]) -> Any:
        """Call any interface with data as given, in this client's generation; returns the answer's data unread."""
        return self._send(interface(name), data)

    # -- the account ---------------------------------------------------------------------------------------------

    def query_platforms(self, zone: int) -> Tuple[models.Platform, ...]:
        """queryPlatforms: zone 1 China, 2 abroad."""
        return models.Platform.list_from_json(self._ask("queryPlatforms", zone=zone))

    def query_user_profile(self) -> models.UserProfile:
        """queryUserProfile."""
        return models.UserProfile.from_json(self._ask("queryUserProfile"))

    def query_user_setting(self) -> models.UserSetting:
        """queryUserSetting."""
        return models.UserSetting.from_json(self._ask("queryUserSetting"))

    def update_user_setting(self, task_over_time_h: int) -> None:
        """updateUserSetting: the task time-out in whole hours (v2 is sent seconds)."""
        self._ask("updateUserSetting", taskOverTime=task_over_time_h)

    def get_transfer_bid(self) -> models.TransferBids:
        """getTransferBid."""
        return models.TransferBids.from_json(self._ask("getTransferBid"))

    def get_transfer_server_msg(self, zone: int) -> models.TransferServer:
        """getTransferServerMsg: zone 1 China, 2 abroad."""
        return models.TransferServer.from_json(self._ask("getTransferServerMsg", zone=zone))

    def get_ray_sync_user_key(self) -> models.RaySyncUserKey:
        """getRaySyncUserKey: holds secrets."""
        return models.RaySyncUserKey.from_json(self._ask("getRaySyncUserKey"))

    def get_config(self) -> models.TransferConfig:
        """getConfig (v2 only): holds secrets."""
        return models.TransferConfig.from_json(self._ask("getConfig"))

    def hardware_config_list(self) -> Tuple[models.Hardware, ...]:
        """hardwareConfig/list (v2 only)."""
        return models.Hardware.list_from_json(self._ask("hardwareConfig/list", cloneTask="false"))

    # -- labels --------------------------------------------------------------------------------------------------

    def add_label(self, name: str) -> None:
        """addLabel; raises LabelExistsError where it is there already."""
        self._ask("addLabel", newName=name, status=0)

    def delete_label(self, name: str) -> None:
        """deleteLabel."""
        self._ask("deleteLabel", delName=name)

    def get_label_list(self) -> Tuple[models.Label, ...]:
        """getLabelList."""
        return models.LabelList.from_json(self._ask("getLabelList")).project_name_list or ()

    def add_task_label(self, label: str, task_ids: Sequence[int]) -> None:
        """addTaskLabel (v2 only)."""
        self._ask("addTaskLabel", label=label, taskIds=list(task_ids))

    # -- what the farm offers ------------------------------------------------------------------------------------

    def query_supported_software(self) -> models.SupportedSoftware:
        """querySupportedSoftware."""
        return models.SupportedSoftware.from_json(self._ask("querySupportedSoftware"))

    def query_supported_plugin(self, cg_id: int, os_name: str = "windows") -> models.SupportedPlugins:
        """querySupportedPlugin: `os_name` "windows" or "linux" (asked for by v2 only)."""
        return models.SupportedPlugins.from_json(
            self._ask("querySupportedPlugin", cgId=cg_id, osName=os_name)
        )

    def get_render_env(self, cg_id: int, os_name: Optional[int] = None) -> Tuple[models.RenderEnv, ...]:
        """getRenderEnv: `os_name` 0 Linux, 1 Windows, None both (v2 only)."""
        return models.RenderEnv.list_from_json(self._ask("getRenderEnv", cgId=cg_id, osName=os_name))

    def add_render_env(self, **fields: Any) -> models.SavedEnvName:
        """addRenderEnv: cgId, cgName, cgVersion, renderLayerType, editName, renderSystem, pluginIds."""
        return models.SavedEnvName.from_json(self._ask("addRenderEnv", **fields) or {})

    def update_render_env(self, **fields: Any) -> None:
        """updateRenderEnv: the fields of addRenderEnv; editName chooses which."""
        self._ask("updateRenderEnv", **fields)

    def delete_render_env(self, edit_name: str) -> None:
        """deleteRenderEnv."""
        self._ask("deleteRenderEnv", editName=edit_name)

    def set_default_render_env(self, edit_name: str) -> None:
        """setDefaultRenderEnv."""
        self._ask("setDefaultRenderEnv", editName=edit_name)

    def query_error_detail(self, code: str, language: Optional[int] = None) -> Tuple[models.ErrorDetail, ...]:
        """queryErrorDetail: `language` 0 Chinese, 1 English, None the service's choice."""
        spoken = None if language is None else str(language)
        return models.ErrorDetail.list_from_json(
            self._ask("queryErrorDetail", code=str(code), language=spoken)
        )

    # -- tasks ---------------------------------------------------------------------------------------------------

    def create_task(
        self, count: int = 1, task_user_level: int = 50, out_user_id: Optional[int] = None, **optional: Any
    ) -> models.CreatedTasks:
        """createTask: never sent again once it may have left. `task_user_level` 50 or 60 (v2 only)."""
        data = self._ask(
            "createTask", count=count, taskUserLevel=task_user_level, outUserId=out_user_id, **optional
        )
        return models.CreatedTasks.from_json(data)

    def submit_task(self, task_id: int, producer: Optional[str] = None) -> None:
        """submitTask: everything must be uploaded before; never sent again once it may have left."""
        self._ask("submitTask", taskId=task_id, producer=producer)

    def task_json_file(self, task_id: int, file_name: str, content: str) -> None:
        """taskJsonFile (v2 only): one job file as text."""
        self._ask("taskJsonFile", taskId=task_id, fileName=file_name, content=content)

    def get_task_list(
        self,
        page_num: int = 1,
        page_size: int = PAGE_SIZE,
        status_list: Optional[Sequence[int]] = None,
        **search: Any,
    ) -> models.Page:
        """getTaskList: one page of TaskInfo; searchKeyword, startTime, endTime, recycleFlag only in v2."""
        statuses = None if status_list is None else list(status_list)
        data = self._ask("getTaskList", pageNum=page_num, pageSize=page_size, statusList=statuses, **search)
        return models.Page.of(models.TaskInfo, data)

    def tasks(self, status_list: Optional[Sequence[int]] = None, **search: Any) -> Iterator[models.TaskInfo]:
        """Every task, page after page (getTaskList)."""
        return self._all_pages(
            lambda page: self.get_task_list(page, PAGE_SIZE, status_list, **search), models.TaskInfo
        )

    def query_task_info(self, task_ids: Sequence[int]) -> models.Page:
        """queryTaskInfo: one page of TaskInfo with their children."""
        return models.Page.of(models.TaskInfo, self._ask("queryTaskInfo", taskIds=list(task_ids)))

    def task_info(self, task_id: int) -> models.TaskInfo:
        """One task by its number (queryTaskInfo); raises UnknownNameError where the service does not list it."""
        for task in self.query_task_info([task_id]).items:
            return task  # type: ignore[no-any-return]
        raise UnknownNameError("There is no task {task_id}. 'rb-dcc tasks' lists yours.", task_id=task_id)

    def stop_task(self, task_ids: Sequence[int]) -> None:
        """stopTask."""
        self._ask("stopTask", taskIds=list(task_ids))

    def start_task(self, task_ids: Sequence[int]) -> None:
        """startTask."""
        self._ask("startTask", taskIds=list(task_ids))

    def abort_task(self, task_ids: Sequence[int]) -> None:
        """abortTask: abandons for good."""
        self._ask("abortTask", taskIds=list(task_ids))

    def delete_task(self, task_ids: Sequence[int]) -> None:
        """deleteTask."""
        self._ask("deleteTask", taskIds=list(task_ids))

    def restart_failed_frames(self, task_ids: Sequence[int], status: Optional[Sequence[int]] = None) -> None:
        """restartFailedFrames: `status` frame statuses to restart, None the failed ones (v2 only)."""
        self._ask(
            "restartFailedFrames", taskIds=list(task_ids), status=None if status is None else list(status)
        )

    def restart_frame(self, task_id: int, frame_ids: Sequence[int] = (), select_all: bool = False) -> None:
        """restartFrame: frames by their id (FrameInfo.id, not their number), or all of them."""
        self._ask("restartFrame", taskId=task_id, ids=list(frame_ids), selectAll=int(select_all))

    def stop_task_frames(self, task_id: int, frame_ids: Sequence[int] = (), select_all: bool = False) -> None:
        """stopTaskFrames (v2 only)."""
        self._ask("stopTaskFrames", taskId=task_id, ids=list(frame_ids), selectAll=int(select_all))

    def set_over_time_stop(self, task_ids: Sequence[int], over_time_s: int) -> None:
        """setOverTimeStop: stop the tasks when they have rendered that many seconds."""
        self._ask("setOverTimeStop", taskIds=list(task_ids), overTime=over_time_s)

    def full_speed(self, task_ids: Sequence[int]) -> None:
        """fullSpeed: as many machines as there are."""
        self._ask("fullSpeed", taskIds=list(task_ids))

    def update_task_user_level(self, task_id: int, level: int) -> None:
        """updateTaskUserLevel (v2 only): the priority, 50 or 60."""
        self._ask("updateTaskUserLevel", taskId=task_id, taskUserLevel=level)

    # -- frames and pictures -------------------------------------------------------------------------------------

    def query_task_frames(
        self,
        task_id: int,
        page_num: int = 1,
        page_size: int = PAGE_SIZE,
        search_keyword: Optional[str] = None,
    ) -> models.Page:
        """queryTaskFrames: one page of FrameInfo of a leaf task."""
        data = self._ask(
            "queryTaskFrames",
            taskId=task_id,
            pageNum=page_num,
            pageSize=page_size,
            searchKeyword=search_keyword,
        )
        return models.Page.of(models.FrameInfo, data)

    def frames(self, task_id: int) -> Iterator[models.FrameInfo]:
        """Every frame of a leaf task, page after page (queryTaskFrames)."""
        return self._all_pages(lambda page: self.query_task_frames(task_id, page, 200), models.FrameInfo)

    def query_all_frame_stats(self) -> models.FrameStats:
        """queryAllFrameStats."""
        return models.FrameStats.from_json(self._ask("queryAllFrameStats"))

    def load_task_process_img(self, task_id: int, frame_type: Optional[int] = None) -> models.ProcessImage:
        """loadTaskProcessImg (3ds Max tasks only): `frame_type` 2 photon, 5 picture."""
        return models.ProcessImage.from_json(
            self._ask("loadTaskProcessImg", taskId=task_id, frameType=frame_type)
        )

    def loading_frame_thumbnail(self, frame_id: int, frame_status: int = 4) -> Tuple[str, ...]:
        """loadingFrameThumbnail: paths of a finished frame's small pictures."""
        found = self._ask("loadingFrameThumbnail", id=frame_id, frameStatus=frame_status)
        return tuple(str(path) for path in found) if isinstance(found, list) else ()

    def show_log(self, frame_id: int, page_num: int = 1, page_size: int = 1) -> Any:
        """showLog (v2 only): a frame's log as the service words it."""
        return self._ask("showLog", renderingType="render", pageNum=page_num, pageSize=page_size, id=frame_id)

    def get_output_user_dir_file(self, tree_path: str, task_id: Optional[int] = None) -> Any:
        """getOutputUserDirFile (v2 only): what lies in the output folder, as the service words it."""
        return self._ask("getOutputUserDirFile", treePath=tree_path, taskId=task_id)

    # -- how it is asked -----------------------------------------------------------------------------------------

    def _ask(self, name: str, **given: Any) -> Any:
        entry = interface(name)
        return self._send(entry, entry.fields(self.generation, given))

    def _send(self, entry: Interface, body: Mapping[str, Any]) -> Any:
        path = entry.path(self.generation)
        sent: Dict[str, Any] = dict(body)
        return self.transport.post(path, sent, HEADER_VERSIONS[self.generation], entry.repeatable)

    def _all_pages(self, ask_page: Callable[[int], models.Page], kind: Type[M]) -> Iterator[M]:
        """Ask pages until one is empty or the last; an item met twice (the list moved meanwhile) is given once."""
        seen = set()
        number = 1
        while True:
            try:
                page = ask_page(number)
            except NoMoreRecordsError:
                return
            fresh = [item for item in page.items if getattr(item, "id", None) not in seen]
            for item in fresh:
                key = getattr(item, "id", None)
                if key is None or key not in seen:
                    yield item
                if key is not None:
                    seen.add(key)
            # Where no page count is told, only a page that brings nothing new is sure to be past the end.
            is_last = not fresh if page.page_count is None else number >= page.page_count
            if not page.items or is_last:
                return
            number += 1
