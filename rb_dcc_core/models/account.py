"""The account: profile, settings, labels, platforms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .base import Model, decimal, text, whole, wire


@dataclass(frozen=True)
class UserProfile(Model):
    """The account (queryUserProfile). Balances and prices are in the account's currency; zone 1 China, 2 abroad.

    `hide_balance` and `download_disable` are 1 where the account's owner says so.
    """

    user_id: Optional[int] = wire("userId", whole)
    user_name: Optional[str] = wire("userName", text)
    platform: Optional[int] = wire("platform", whole)
    phone: Optional[str] = wire("phone", text)
    email: Optional[str] = wire("email", text)
    company: Optional[str] = wire("company", text)
    name: Optional[str] = wire("name", text)
    job: Optional[str] = wire("job", text)
    communication_number: Optional[str] = wire("communicationNumber", text)
    soft_type: Optional[int] = wire("softType", whole)
    soft_status: Optional[int] = wire("softStatus", whole)
    business_type: Optional[int] = wire("businessType", whole)
    status: Optional[int] = wire("status", whole)
    info_status: Optional[int] = wire("infoStatus", whole)
    account_type: Optional[int] = wire("accountType", whole)
    user_type: Optional[int] = wire("userType", whole)
    main_user_id: Optional[int] = wire("mainUserId", whole)
    level: Optional[int] = wire("level", whole)
    picture_lever: Optional[str] = wire("pictureLever", text)
    zone: Optional[int] = wire("zone", whole)
    rmb_balance: Optional[float] = wire("rmbbalance", decimal)
    usd_balance: Optional[float] = wire("usdbalance", decimal)
    rmb_cumulative: Optional[float] = wire("rmbCumulative", decimal)
    usd_cumulative: Optional[float] = wire("usdCumulative", decimal)
    credit: Optional[float] = wire("credit", decimal)
    coupon: Optional[float] = wire("coupon", decimal)
    description: Optional[str] = wire("description", text)
    country: Optional[str] = wire("country", text)
    city: Optional[str] = wire("city", text)
    address: Optional[str] = wire("address", text)
    cpu_price: Optional[float] = wire("cpuPrice", decimal)
    gpu_price: Optional[float] = wire("gpuPrice", decimal)
    share_main_capital: Optional[int] = wire("shareMainCapital", whole)
    sub_delete_task: Optional[int] = wire("subDeleteTask", whole)
    use_main_balance: Optional[int] = wire("useMainBalance", whole)
    hide_balance: Optional[int] = wire("hideBalance", whole)
    hide_job_charge: Optional[int] = wire("hideJobCharge", whole)
    use_level_directory: Optional[int] = wire("useLevelDirectory", whole)
    download_disable: Optional[int] = wire("downloadDisable", whole)
    display_subaccount: Optional[int] = wire("displaySubaccount", whole)
    subaccount_limits: Optional[int] = wire("subaccountLimits", whole)
    houdini_flag: Optional[int] = wire("houdiniFlag", whole)
    c4d_flag: Optional[int] = wire("c4dFlag", whole)
    blender_flag: Optional[int] = wire("blenderFlag", whole)
    keyshot_flag: Optional[int] = wire("keyshotFlag", whole)
    student_end_time_ms: Optional[int] = wire("studentEndTime", whole)


@dataclass(frozen=True)
class UserSetting(Model):
    """The account's settings (queryUserSetting).

    `task_over_time_h` is in hours (v1), `task_over_time_s` in seconds (v2).
    """

    info_status: Optional[int] = wire("infoStatus", whole)
    account_type: Optional[int] = wire("accountType", whole)
    share_main_capital: Optional[int] = wire("shareMainCapital", whole)
    sub_delete_task: Optional[int] = wire("subDeleteTask", whole)
    use_main_balance: Optional[int] = wire("useMainBalance", whole)
    single_node_render_frames: Optional[str] = wire("singleNodeRenderFrames", text)
    max_ignore_map_flag: Optional[str] = wire("maxIgnoreMapFlag", text)
    auto_commit: Optional[str] = wire("autoCommit", text)
    separate_account_flag: Optional[int] = wire("separateAccountFlag", whole)
    mifile_switch_flag: Optional[int] = wire("mifileSwitchFlag", whole)
    assfile_switch_flag: Optional[int] = wire("assfileSwitchFlag", whole)
    manually_start_analysis_flag: Optional[int] = wire("manuallyStartAnalysisFlag", whole)
    download_disable: Optional[int] = wire("downloadDisable", whole)
    task_over_time_h: Optional[int] = wire("taskOverTime", whole)
    task_over_time_s: Optional[int] = wire("taskOverTimeSec", whole)

    @property
    def task_timeout_h(self) -> Optional[float]:
        """The task time-out in hours, whichever generation told it; None where neither did."""
        if self.task_over_time_s is not None:
            return self.task_over_time_s / 3600.0
        return None if self.task_over_time_h is None else float(self.task_over_time_h)


@dataclass(frozen=True)
class Label(Model):
    """A label, which the service calls project (getLabelList)."""

    project_id: Optional[int] = wire("projectId", whole)
    project_name: Optional[str] = wire("projectName", text)


@dataclass(frozen=True)
class LabelList(Model):
    """The account's labels."""

    project_name_list: Optional[Tuple[Label, ...]] = wire("projectNameList", Label.list_from_json)


@dataclass(frozen=True)
class Platform(Model):
    """A platform (queryPlatforms). `type` 0 GPU, 1 CPU, 2 still; `status` 0 off, 1 normal, 2 busy, 3 full (v2)."""

    platform: Optional[int] = wire("platform", whole)
    name: Optional[str] = wire("name", text)
    type: Optional[int] = wire("type", whole)
    status: Optional[int] = wire("status", whole)
    task_prefix: Optional[str] = wire("taskPrefix", text)
    is_show: Optional[int] = wire("isShow", whole)
