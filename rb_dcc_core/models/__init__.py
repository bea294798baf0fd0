"""Frozen values of everything the service answers with."""

from .account import Label, LabelList, Platform, UserProfile, UserSetting
from .base import Model, Page
from .catalogue import (
    ErrorDetail,
    Hardware,
    HostVersion,
    Plugin,
    PluginVersion,
    RenderEnv,
    SavedEnvName,
    Software,
    SupportedPlugins,
    SupportedSoftware,
)
from .tasks import CreatedTasks, FrameInfo, FrameStats, GrabbedFrame, ProcessImage, TaskInfo
from .transfer import (
    HttpStore,
    RaysyncServer,
    RaySyncUserKey,
    StoreFile,
    StoreHeld,
    TransferBids,
    TransferConfig,
    TransferServer,
)

__all__ = [
    "CreatedTasks",
    "ErrorDetail",
    "FrameInfo",
    "FrameStats",
    "GrabbedFrame",
    "Hardware",
    "HostVersion",
    "HttpStore",
    "Label",
    "LabelList",
    "Model",
    "Page",
    "Platform",
    "Plugin",
    "PluginVersion",
    "ProcessImage",
    "RaySyncUserKey",
    "RaysyncServer",
    "RenderEnv",
    "SavedEnvName",
    "Software",
    "StoreFile",
    "StoreHeld",
    "SupportedPlugins",
    "SupportedSoftware",
    "TaskInfo",
    "TransferBids",
    "TransferConfig",
    "TransferServer",
    "UserProfile",
    "UserSetting",
]
